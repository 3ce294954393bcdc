using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ProvenanceCards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ProvenanceCards",
                columns: table => new
                {
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    File = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Changed = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProvenanceCards", x => new { x.Sha256, x.Version });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ProvenanceCards_File",
                table: "ProvenanceCards",
                column: "File");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ProvenanceCards");
        }
    }
}
