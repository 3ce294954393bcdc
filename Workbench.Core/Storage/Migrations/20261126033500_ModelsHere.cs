using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations
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
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Context = table.Column<int>(type: "INTEGER", nullable: true),
                    Sequences = table.Column<int>(type: "INTEGER", nullable: true),
                    Threads = table.Column<int>(type: "INTEGER", nullable: true),
                    Device = table.Column<string>(type: "TEXT", nullable: true),
                    GpuLayers = table.Column<int>(type: "INTEGER", nullable: true),
                    CacheType = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoadSettings", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "ModelMeasures",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Machine = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
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
