using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RunRepeats : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Repeats",
                table: "Runs",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Repeats",
                table: "Runs");
        }
    }
}
