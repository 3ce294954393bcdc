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
            migrationBuilder.CreateTable(
                name: "CheckpointAnchors",
                columns: table => new
                {
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Authority = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    Token = table.Column<byte[]>(type: "bytea", nullable: true),
                    Problem = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckpointAnchors", x => x.Size);
                });

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
            migrationBuilder.DropTable(
                name: "CheckpointAnchors");

            migrationBuilder.DropIndex(
                name: "IX_LogEntries_Actor_Index",
                table: "LogEntries");

            migrationBuilder.DropIndex(
                name: "IX_LogEntries_At",
                table: "LogEntries");
        }
    }
}
