using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class RunProblems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "KeepsProblems",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "RunProblems",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Candidate = table.Column<int>(type: "INTEGER", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    ResultId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunProblems", x => new { x.RunNumber, x.Kind, x.Candidate, x.Ordinal, x.ResultId });
                    table.ForeignKey(
                        name: "FK_RunProblems_Results_ResultId",
                        column: x => x.ResultId,
                        principalTable: "Results",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RunProblems_Runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "Runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RunProblems_ResultId",
                table: "RunProblems",
                column: "ResultId");

            migrationBuilder.CreateIndex(
                name: "IX_RunProblems_RunNumber_Kind_Ordinal",
                table: "RunProblems",
                columns: new[] { "RunNumber", "Kind", "Ordinal" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RunProblems");

            migrationBuilder.DropColumn(
                name: "KeepsProblems",
                table: "Runs");
        }
    }
}
