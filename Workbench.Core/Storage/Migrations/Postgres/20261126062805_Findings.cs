using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workbench.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Findings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ClauseAnswers",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    AssessmentId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Candidate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ClauseId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Verdict = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Plan = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    LogIndex = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClauseAnswers", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Exceptions",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    AssessmentId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PackId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PackSha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Candidate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CandidateHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Clauses = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FieldOfUse = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Measure = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "text", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Exceptions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Findings",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    AssessmentId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Candidate = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Severity = table.Column<string>(type: "text", nullable: false),
                    Status = table.Column<string>(type: "text", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Due = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Findings", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "ExceptionSteps",
                columns: table => new
                {
                    LogIndex = table.Column<long>(type: "bigint", nullable: false),
                    ExceptionNumber = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExceptionSteps", x => x.LogIndex);
                    table.ForeignKey(
                        name: "FK_ExceptionSteps_Exceptions_ExceptionNumber",
                        column: x => x.ExceptionNumber,
                        principalTable: "Exceptions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FindingSteps",
                columns: table => new
                {
                    LogIndex = table.Column<long>(type: "bigint", nullable: false),
                    FindingNumber = table.Column<int>(type: "integer", nullable: false),
                    Act = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingSteps", x => x.LogIndex);
                    table.ForeignKey(
                        name: "FK_FindingSteps_Findings_FindingNumber",
                        column: x => x.FindingNumber,
                        principalTable: "Findings",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ClauseAnswers_AssessmentId",
                table: "ClauseAnswers",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_Exceptions_CandidateHash_PackSha256",
                table: "Exceptions",
                columns: new[] { "CandidateHash", "PackSha256" });

            migrationBuilder.CreateIndex(
                name: "IX_Exceptions_State_ExpiresAt",
                table: "Exceptions",
                columns: new[] { "State", "ExpiresAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionSteps_ExceptionNumber",
                table: "ExceptionSteps",
                column: "ExceptionNumber");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_AssessmentId",
                table: "Findings",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Owner_Status",
                table: "Findings",
                columns: new[] { "Owner", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Status_Due",
                table: "Findings",
                columns: new[] { "Status", "Due" });

            migrationBuilder.CreateIndex(
                name: "IX_FindingSteps_FindingNumber",
                table: "FindingSteps",
                column: "FindingNumber");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClauseAnswers");

            migrationBuilder.DropTable(
                name: "ExceptionSteps");

            migrationBuilder.DropTable(
                name: "FindingSteps");

            migrationBuilder.DropTable(
                name: "Exceptions");

            migrationBuilder.DropTable(
                name: "Findings");
        }
    }
}
