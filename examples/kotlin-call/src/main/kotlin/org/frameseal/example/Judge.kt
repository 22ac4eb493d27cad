package org.frameseal.example

/** How a call went, as only the host can tell: it alone knows what everybody sent. */
class Outcome(val reports: Map<String, Said.Report>, val loot: Loot) {
    /** Frames that were sent, once for each who could open them. */
    val due: Int = reports.keys.sumOf(::dueTo)
    val opened: Int = reports.values.sumOf { it.opened.size }

    /** Packets that the machine lost before the operator, and behind it. */
    private val lostBefore: Long = reports.values.sumOf { it.packetsSent } - loot.taken
    private val lostBehind: Long = loot.passedOn - reports.values.sumOf { it.packetsReceived }

    /** Before the operator each is one for every receiver. */
    private val lost: Long = lostBefore * (reports.size - 1) + lostBehind

    /** What did not go as it must. */
    val violations: List<String> = buildList {
        for ((name, report) in reports) {
            val others = reports.keys - name
            if (report.names.toSet() != others) add("$name sees ${report.names} and not $others")
            addAll(judgeOpened(name, report))
        }
        if (reports.values.map { it.code }.toSet().size != 1) add("call codes differ: somebody is in the middle")
        val missing = due - opened
        if (missing > loot.broken + lost) {
            add("$missing frames did not come out, and only ${loot.broken} packets were broken and $lost lost")
        }
        if (lostBefore < 0 || lostBehind < 0) add("more packets came than went: $lostBefore and $lostBehind lost")
        if (opened + lost < due * 9 / 10 || opened < due / 2) add("only $opened of $due frames came out")
        if (reports.values.none { it.videoKeys > 1 }) add("nobody has changed keys")
        if (loot.opened > 0) add("the operator opened ${loot.opened} frames with what it found on the wire")
        if (loot.keysTried == 0L || loot.attacked == 0L) add("the operator did not attack, so that nothing is shown")
    }

    private fun dueTo(name: String): Int = reports.filterKeys { it != name }.values.sumOf { it.sent.size }

    /** Whatever was opened must be what its sender sent, once. */
    private fun judgeOpened(name: String, report: Said.Report) = buildList {
        if (report.opened.distinctBy { it.label }.size < report.opened.size) add("$name opened a frame twice")
        val senders = reports.filterKeys { it != name }.values.associateBy { it.id }
        // Silence sounds alike: a sender may send the same frame more than once.
        val sent = senders.mapValues { (_, sender) -> sender.sent.groupingBy { it }.eachCount() }
        for ((frame, times) in report.opened.groupingBy { it.from to it.frame }.eachCount()) {
            val (from, fingerprint) = frame
            if (times > (sent[from]?.get(fingerprint) ?: 0)) add("$name opened a frame that its sender did not send")
        }
    }

    /** A table and the verdict, for people. */
    fun show(): String = buildString {
        val columns = listOf("", "language", "sent", "opened", "altered", "replayed", "no key", "no frame", "keys", "reads aloud")
        val rows = reports.map { (name, report) ->
            val refused = report.refused
            listOf(
                name, report.language, report.sent.size, "${report.opened.size} of ${dueTo(name)}", refused.authentication,
                refused.replay, refused.key, refused.syntax, report.videoKeys, report.code.chunked(5).joinToString(" "),
            ).map { it.toString() }
        }
        val widths = columns.indices.map { column -> (rows + listOf(columns)).maxOf { it[column].length } }
        for (row in listOf(columns) + rows) appendLine(row.zip(widths) { cell, width -> cell.padEnd(width) }.joinToString("  ").trimEnd())
        appendLine()
        if (violations.isEmpty()) {
            append("✔ PASS  $opened of $due frames opened, ${loot.broken} packets broken, $lost lost")
            append(" · ${loot.attacked} attacks, 0 accepted · ${loot.keysTried} keys guessed, 0 right")
        } else {
            append("✘ FAIL")
            violations.forEach { append("\n  $it") }
        }
    }
}
