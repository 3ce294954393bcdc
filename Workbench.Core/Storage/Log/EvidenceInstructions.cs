namespace Workbench.Core.Storage.Log;

/// <summary>What a stranger is told who is handed an evidence pack.</summary>
internal static class EvidenceInstructions
{
    public const string English = """
        # Verifying this evidence pack

        | here | is |
        |---|---|
        | `subject/` | the decision, the assessment and the policy pack it was made against |
        | `run/` | the suite that was asked, what decided the answers, and every answer with its scores |
        | `evidence/` | the files people gave as evidence |
        | `reports/` | the report in both languages |
        | `SHA256SUMS` | the SHA-256 of every file above |
        | `manifest.json` | the same, with the entry of the log in which a file's own hash stands (`log`), and the entry that holds the hash of `SHA256SUMS` (`entry`) |
        | `log/` | the whole log, signed |

        1. Get the log's public key by another way than this pack (the operator publishes it) and put its line into a file, KEY.
        2. With the workbench: `Workbench log verify --pack . --vkey KEY`. It checks the log, then every file. Done.

        Without the workbench:

        1. The log: `go run tools/verify-log/main.go log KEY` (the program is in the workbench's sources; it uses only golang.org/x/mod).
        2. The files: `sha256sum -c SHA256SUMS`.
        3. That the log holds these sums: `sha256sum SHA256SUMS`, and look for the value as `sums` in the entry that `manifest.json` names: `grep -ac VALUE -r log/tile/entries`.
        4. When it was there already, where `log/timestamps/` has files: `openssl ts -verify -data log/checkpoints/SIZE -in log/timestamps/SIZE-1.tsr -CAfile TSA.pem`, with the certificate of the time-stamp authority from the authority itself.

        This proves that the files are those that were recorded, in this order, and that nothing was changed since the checkpoint was signed. It does not prove that what was recorded is true.

        """;

    public const string Chinese = """
        # 验证本证据包

        | 位置 | 内容 |
        |---|---|
        | `subject/` | 决策、评估以及评估所依据的合规规则包 |
        | `run/` | 所用测评集、决定回答的全部条件，以及每条回答及其评分 |
        | `evidence/` | 人员提交的证据文件 |
        | `reports/` | 中英文报告 |
        | `SHA256SUMS` | 上述每个文件的 SHA-256 |
        | `manifest.json` | 同上，并注明某文件自身哈希所在的日志记录（`log`），以及载有 `SHA256SUMS` 哈希的记录（`entry`） |
        | `log/` | 完整的已签名存证日志 |

        1. 经由本包以外的途径取得该日志的公钥（由运营方公布），将该行存入文件 KEY。
        2. 使用工作台：`Workbench log verify --pack . --vkey KEY`。它先验证日志，再验证每个文件。至此完成。

        不使用工作台：

        1. 日志：`go run tools/verify-log/main.go log KEY`（该程序在工作台源码中，仅使用 golang.org/x/mod）。
        2. 文件：`sha256sum -c SHA256SUMS`。
        3. 日志确实载有这些哈希：`sha256sum SHA256SUMS`，并在 `manifest.json` 所指记录中查找以 `sums` 为名的该值：`grep -ac VALUE -r log/tile/entries`。
        4. 若有 `log/timestamps/`，可证明检查点在何时已存在：`openssl ts -verify -data log/checkpoints/SIZE -in log/timestamps/SIZE-1.tsr -CAfile TSA.pem`，时间戳机构的证书请向该机构索取。

        由此可证明：这些文件正是当初所记录者，顺序亦然，且自检查点签署以来未被改动。这并不证明所记录的内容属实。

        """;
}
