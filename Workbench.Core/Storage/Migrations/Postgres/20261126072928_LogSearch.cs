using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LogSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_LogEntries_Actor_Index",
                table: "LogEntries",
                columns: new[] { "Actor", "Index" });

            migrationBuilder.CreateIndex(
                name: "IX_LogEntries_At",
                table: "LogEntries",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LogEntries_Actor_Index",
                table: "LogEntries");

            migrationBuilder.DropIndex(
                name: "IX_LogEntries_At",
                table: "LogEntries");
        }
    }
}
