using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SampleGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "KeepsGroups",
                table: "Suites",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "SampleGroups",
                columns: table => new
                {
                    SuiteSha256 = table.Column<string>(type: "TEXT", nullable: false),
                    Dimension = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SampleGroups", x => new { x.SuiteSha256, x.Dimension, x.Value, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_SampleGroups_Suites_SuiteSha256",
                        column: x => x.SuiteSha256,
                        principalTable: "Suites",
                        principalColumn: "Sha256",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SampleGroups");

            migrationBuilder.DropColumn(
                name: "KeepsGroups",
                table: "Suites");
        }
    }
}
