using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Act",
                table: "DecisionSteps",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Capacity",
                table: "DecisionSteps",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Override",
                table: "DecisionSteps",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "Roles",
                table: "DecisionSteps",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "DueFor",
                table: "Decisions",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "EffectiveFrom",
                table: "Decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Decisions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SupersededBy",
                table: "Decisions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "Signatories",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Capacity = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Signatories", x => new { x.PersonId, x.Capacity });
                });

            // What was proposed was before an approver, and one approval sufficed; none of it changes.
            migrationBuilder.Sql("""
                UPDATE "DecisionSteps" SET "Act" = CASE "State" WHEN 'Proposed' THEN 'Submit' WHEN 'Approved' THEN 'Approve' WHEN 'Rejected' THEN 'Reject' ELSE 'Revoke' END;
                UPDATE "DecisionSteps" SET "State" = 'Submitted' WHERE "State" = 'Proposed';
                UPDATE "Decisions" SET "State" = 'Submitted' WHERE "State" = 'Proposed';
                UPDATE "Decisions" SET "EffectiveFrom" = (SELECT MIN("At") FROM "DecisionSteps" WHERE "DecisionNumber" = "Number" AND "Act" = 'Approve');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                UPDATE "DecisionSteps" SET "State" = 'Proposed' WHERE "State" = 'Submitted';
                UPDATE "Decisions" SET "State" = 'Proposed' WHERE "State" = 'Submitted';
                """);

            migrationBuilder.DropTable(
                name: "Signatories");

            migrationBuilder.DropColumn(
                name: "Act",
                table: "DecisionSteps");

            migrationBuilder.DropColumn(
                name: "Capacity",
                table: "DecisionSteps");

            migrationBuilder.DropColumn(
                name: "Override",
                table: "DecisionSteps");

            migrationBuilder.DropColumn(
                name: "Roles",
                table: "DecisionSteps");

            migrationBuilder.DropColumn(
                name: "DueFor",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "EffectiveFrom",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "SupersededBy",
                table: "Decisions");
        }
    }
}
