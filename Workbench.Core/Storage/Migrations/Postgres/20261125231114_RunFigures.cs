using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RunFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "KeepsDifferences",
                table: "Runs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "Revision",
                table: "Runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "RunDifferences",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "bigint", nullable: false),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunDifferences", x => new { x.RunNumber, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_RunDifferences_Runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "Runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RunSummaries",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Program = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunSummaries", x => x.RunNumber);
                    table.ForeignKey(
                        name: "FK_RunSummaries_Runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "Runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SampleTags",
                columns: table => new
                {
                    SuiteSha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Tag = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SampleTags", x => new { x.SuiteSha256, x.Tag, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_SampleTags_Suites_SuiteSha256",
                        column: x => x.SuiteSha256,
                        principalTable: "Suites",
                        principalColumn: "Sha256",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Samples_SuiteSha256_Language_Ordinal",
                table: "Samples",
                columns: new[] { "SuiteSha256", "Language", "Ordinal" });

            migrationBuilder.CreateIndex(
                name: "IX_Samples_SuiteSha256_Region_Ordinal",
                table: "Samples",
                columns: new[] { "SuiteSha256", "Region", "Ordinal" });

            migrationBuilder.CreateIndex(
                name: "IX_Results_Errors",
                table: "Results",
                columns: new[] { "RunNumber", "Ordinal" },
                filter: "\"IsError\"");

            migrationBuilder.CreateIndex(
                name: "IX_Results_RunNumber_Outcome_Ordinal",
                table: "Results",
                columns: new[] { "RunNumber", "Outcome", "Ordinal" });

            // Tags were kept in one text, each between line feeds.
            migrationBuilder.Sql("""
                INSERT INTO "SampleTags" ("SuiteSha256", "Tag", "Ordinal")
                SELECT DISTINCT "SuiteSha256", split."Tag", "Ordinal" FROM "Samples", LATERAL string_to_table("Tags", chr(10)) AS split("Tag") WHERE split."Tag" <> '';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RunDifferences");

            migrationBuilder.DropTable(
                name: "RunSummaries");

            migrationBuilder.DropTable(
                name: "SampleTags");

            migrationBuilder.DropIndex(
                name: "IX_Samples_SuiteSha256_Language_Ordinal",
                table: "Samples");

            migrationBuilder.DropIndex(
                name: "IX_Samples_SuiteSha256_Region_Ordinal",
                table: "Samples");

            migrationBuilder.DropIndex(
                name: "IX_Results_Errors",
                table: "Results");

            migrationBuilder.DropIndex(
                name: "IX_Results_RunNumber_Outcome_Ordinal",
                table: "Results");

            migrationBuilder.DropColumn(
                name: "KeepsDifferences",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Runs");
        }
    }
}
