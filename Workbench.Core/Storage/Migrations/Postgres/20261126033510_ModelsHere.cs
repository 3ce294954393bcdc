using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ModelsHere : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LoadSettings",
                columns: table => new
                {
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Context = table.Column<int>(type: "integer", nullable: true),
                    Sequences = table.Column<int>(type: "integer", nullable: true),
                    Threads = table.Column<int>(type: "integer", nullable: true),
                    Device = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    GpuLayers = table.Column<int>(type: "integer", nullable: true),
                    CacheType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoadSettings", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "ModelMeasures",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Bytes = table.Column<long>(type: "bigint", nullable: false),
                    Machine = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Value = table.Column<double>(type: "double precision", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModelMeasures", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ModelMeasures_Path_Machine_Kind_Id",
                table: "ModelMeasures",
                columns: new[] { "Path", "Machine", "Kind", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LoadSettings");

            migrationBuilder.DropTable(
                name: "ModelMeasures");
        }
    }
}
