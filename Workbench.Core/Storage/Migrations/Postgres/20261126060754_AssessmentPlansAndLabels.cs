using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AssessmentPlansAndLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AssessmentPlans",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SuiteSha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RunId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssessmentPlans", x => x.Number);
                    table.ForeignKey(
                        name: "FK_AssessmentPlans_Suites_SuiteSha256",
                        column: x => x.SuiteSha256,
                        principalTable: "Suites",
                        principalColumn: "Sha256",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Labels",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RunId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SampleId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Candidate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Repeat = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Labels", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AssessmentPlans_RunId",
                table: "AssessmentPlans",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_AssessmentPlans_SuiteSha256",
                table: "AssessmentPlans",
                column: "SuiteSha256");

            migrationBuilder.CreateIndex(
                name: "IX_Labels_RunId_SampleId_Candidate_Repeat",
                table: "Labels",
                columns: new[] { "RunId", "SampleId", "Candidate", "Repeat" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AssessmentPlans");

            migrationBuilder.DropTable(
                name: "Labels");
        }
    }
}
