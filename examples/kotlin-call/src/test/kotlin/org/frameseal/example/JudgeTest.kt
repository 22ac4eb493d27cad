package org.frameseal.example

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The judge finds every fault that is put into a call in which all went well. */
class JudgeTest {
    private val frames = (0 until 20).map { "frame $it" }
    private val alice = report("a", from = "b").copy(names = listOf("Bob"), videoKeys = 2)
    private val bob = report("b", from = "a").copy(names = listOf("Alice"))
    private val loot = Loot(List(10) { 0L }, List(6) { 1L }, taken = 40, passedOn = 40, keysTried = 9, opened = 0)

    @Test
    fun `a call in which all went well passes`() {
        assertEquals(emptyList<String>(), violations())
        assertTrue(Outcome(mapOf("Alice" to alice, "Bob" to bob), loot).show().contains("✔ PASS  40 of 40 frames opened"))
    }

    @Test
    fun `frames that nobody sent, or somebody else`() {
        val forged = alice.opened.drop(1) + Opened("b", "b:0", "another")
        assertEquals(listOf("Alice opened a frame that its sender did not send"), violations(alice.copy(opened = forged)))
        val own = alice.opened.drop(1) + Opened("a", "a:0", "a frame 0")
        assertEquals(listOf("Alice opened a frame that its sender did not send"), violations(alice.copy(opened = own)))
    }

    @Test
    fun `a replay, under its own label or another`() {
        val again = alice.opened.drop(1) + alice.opened.last()
        val twice = "Alice opened a frame that its sender did not send"
        assertEquals(listOf("Alice opened a frame twice", twice), violations(alice.copy(opened = again)))
        val relabelled = alice.opened.drop(1) + alice.opened.last().copy(label = "b:99")
        assertEquals(listOf(twice), violations(alice.copy(opened = relabelled)))
    }

    @Test
    fun `a frame is missing only if a packet is`() {
        val missing = alice.copy(opened = alice.opened.drop(1))
        assertEquals(listOf("1 frames did not come out, and only 0 packets were broken and 0 lost"), violations(missing))
        val dropped = Loot(listOf(1L) + List(9) { 0L }, List(6) { 0L }, taken = 40, passedOn = 40, keysTried = 9, opened = 0)
        assertEquals(emptyList<String>(), violations(missing, loot = dropped))
        assertEquals(emptyList<String>(), violations(missing.copy(packetsReceived = 19)))
        val half = alice.copy(opened = alice.opened.drop(10))
        assertEquals(emptyList<String>(), violations(half.copy(packetsReceived = 10)))
        val deaf = listOf("only 19 of 40 frames came out")
        val none = alice.copy(opened = emptyList(), packetsReceived = 0)
        assertEquals(deaf, violations(none, bob.copy(opened = bob.opened.drop(1), packetsReceived = 19)))
        assertEquals(emptyList<String>(), violations(missing, bob.copy(packetsSent = 21)))
    }

    @Test
    fun `packets that nobody sent`() {
        val before = listOf("more packets came than went: -1 and 0 lost")
        assertEquals(before, violations(bob = bob.copy(packetsSent = 19)).filter { it.startsWith("more packets") })
        val behind = listOf("more packets came than went: 0 and -1 lost")
        assertEquals(behind, violations(alice.copy(packetsReceived = 21)).filter { it.startsWith("more packets") })
    }

    @Test
    fun `codes, names, keys and the operator`() {
        assertEquals(listOf("call codes differ: somebody is in the middle"), violations(bob = bob.copy(code = "2")))
        assertEquals(listOf("Bob sees [Mallory] and not [Alice]"), violations(bob = bob.copy(names = listOf("Mallory"))))
        assertEquals(listOf("nobody has changed keys"), violations(alice.copy(videoKeys = 1)))
        val reader = Loot(List(10) { 1L }, List(6) { 1L }, taken = 40, passedOn = 40, keysTried = 9, opened = 3)
        assertEquals(listOf("the operator opened 3 frames with what it found on the wire"), violations(loot = reader))
        val idle = Loot(List(10) { 0L }, List(6) { 0L }, taken = 40, passedOn = 40, keysTried = 9, opened = 0)
        assertEquals(listOf("the operator did not attack, so that nothing is shown"), violations(loot = idle))
    }

    private fun violations(alice: Said.Report = this.alice, bob: Said.Report = this.bob, loot: Loot = this.loot): List<String> =
        Outcome(mapOf("Alice" to alice, "Bob" to bob), loot).violations

    private fun report(id: String, from: String) = Said.Report(
        language = "Kotlin",
        id = id,
        code = "1",
        names = emptyList(),
        sent = frames.map { "$id $it" },
        videoKeys = 1,
        opened = frames.mapIndexed { n, frame -> Opened(from, "$from:$n", "$from $frame") },
        refused = Refused(),
        packetsSent = 20,
        packetsReceived = 20,
    )
}
