package io.eipmeter.collector.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a snapshot does, by example. It is the 20th of November 2026, 12:00 in UTC. */
class SyncExamplesTest {
  private static final long NOW = ms("2026-11-20T12:00:00Z");
  private static final long LATER = ms("2026-11-21T12:00:00Z");

  private InForce inForce = InForce.of(List.of());
  private ZoneId zone = ZoneOffset.UTC;

  private static long ms(String text) {
    return Instant.parse(text).toEpochMilli();
  }

  private SyncPlan plan(long asOfMs, long nowMs, boolean allSources, EipEvent... rows) {
    return new SyncPlanner(
            inForce, MeteredSpace.of(List.of()), new Moment(asOfMs, nowMs), zone, allSources)
        .plan(List.of(rows));
  }

  private SyncPlan sync(long asOfMs, EipEvent... rows) {
    SyncPlan plan = plan(asOfMs, asOfMs, false, rows);
    assertThat(plan.moved().isEmpty()).as("the past stays").isTrue();
    inForce = inForce.and(plan.statements());
    return plan;
  }

  private String holders() {
    return Said.text(inForce);
  }

  @Test
  void anEditedRowClosesTheOldIntervalAndOpensANewOne() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    SyncPlan plan = sync(LATER, Row.of("203.0.113.5", "bolt"));
    assertThat(plan.lines())
        .containsExactly("~ 203.0.113.5 from 2026-11-21T12:00:00Z: account acme -> bolt");
    assertThat(holders())
        .isEqualTo(
            """
            203.0.113.5 2026-11-20T12:00:00Z 2026-11-21T12:00:00Z acme
            203.0.113.5 2026-11-21T12:00:00Z open bolt
            """);
    assertThat(plan.statements().stream().map(EipEvent::getOwnershipId))
        .containsExactly(
            "inventory:203.0.113.5/32@2026-11-20T12:00:00Z",
            "inventory:203.0.113.5/32@2026-11-21T12:00:00Z");
  }

  @Test
  void whatTheFileNoLongerHasEndsAndItsPastStays() {
    sync(NOW, Row.of("203.0.113.5", "acme"), Row.of("203.0.113.6", "acme"));
    SyncPlan plan = sync(LATER, Row.of("203.0.113.6", "acme"));
    assertThat(plan.lines())
        .containsExactly("- 203.0.113.5 from 2026-11-21T12:00:00Z: account acme");
    assertThat(holders()).contains("203.0.113.5 2026-11-20T12:00:00Z 2026-11-21T12:00:00Z acme\n");
    assertThat(plan.unchanged()).isEqualTo(1);
  }

  @Test
  void aRowWithoutFromBeginsNowAndNotIn1970() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    assertThat(holders()).isEqualTo("203.0.113.5 2026-11-20T12:00:00Z open acme\n");
  }

  @Test
  void theSameFileAgainChangesNothing() {
    EipEvent[] rows = {
      Row.of("203.0.113.5", "acme", "eip-1"),
      Row.of("203.0.113.0/24", "bolt"),
      Row.of("2001:db8::/64", "cord"),
      Row.from("203.0.113.9", "acme", LATER, LATER + 1000)
    };
    sync(NOW, rows);
    assertThat(sync(NOW, rows).isEmpty()).isTrue();
    assertThat(sync(NOW + 1, rows).unchanged()).isEqualTo(4);
  }

  @Test
  void twoSyncsInOneMillisecondLeaveTheLastOnesHolders() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    sync(NOW, Row.of("203.0.113.5", "bolt"));
    assertThat(holders()).isEqualTo("203.0.113.5 2026-11-20T12:00:00Z open bolt\n");
    sync(NOW, Row.of("203.0.113.5", "acme"));
    assertThat(holders()).isEqualTo("203.0.113.5 2026-11-20T12:00:00Z open acme\n");
  }

  @Test
  void anOwnerWhoComesBackHasANewInterval() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    sync(LATER, Row.of("203.0.113.5", "bolt"));
    sync(LATER + 1000, Row.of("203.0.113.5", "acme"));
    assertThat(holders())
        .isEqualTo(
            """
            203.0.113.5 2026-11-20T12:00:00Z 2026-11-21T12:00:00Z acme
            203.0.113.5 2026-11-21T12:00:00Z 2026-11-21T12:00:01Z bolt
            203.0.113.5 2026-11-21T12:00:01Z open acme
            """);
    assertThat(inForce.intervals()).hasSize(3);
  }

  @Test
  void aSnapshotOfTheFutureIsPlannedAndAnEarlierOneTakesItBack() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    SyncPlan ahead = plan(LATER, NOW, false, Row.of("203.0.113.5", "bolt"));
    assertThat(ahead.moved().isEmpty()).isTrue();
    inForce = inForce.and(ahead.statements());
    assertThat(plan(LATER, NOW, false, Row.of("203.0.113.5", "bolt")).isEmpty()).isTrue();
    sync(NOW + 1000, Row.of("203.0.113.5", "acme"));
    assertThat(holders()).isEqualTo("203.0.113.5 2026-11-20T12:00:00Z open acme\n");
  }

  @Test
  void anAsOfBeforeNowMovesThePastAndNamesItsMonths() {
    sync(NOW, Row.of("203.0.113.5", "acme"));
    SyncPlan plan = plan(NOW, ms("2026-12-03T00:00:00Z"), false, Row.of("203.0.113.5", "bolt"));
    assertThat(plan.moved().lines())
        .containsExactly("acme: 2026-11 to 2026-12", "bolt: 2026-11 to 2026-12");
  }

  @Test
  void monthsAreThoseOfTheZone() {
    zone = ZoneId.of("Asia/Shanghai");
    long at = ms("2026-11-30T16:00:00Z"); // midnight in Shanghai
    assertThat(plan(at, at + 1, false, Row.of("203.0.113.5", "bolt")).moved().lines())
        .containsExactly("bolt: 2026-12");
  }

  @Test
  void aRowOfThePastIsRefusedUnlessItSaysWhatIsInForce() {
    EipEvent row = Row.from("203.0.113.5", "acme", ms("2026-10-05T00:00:00Z"), 0);
    SyncPlan plan = plan(NOW, NOW, false, row);
    assertThat(plan.moved().lines()).containsExactly("acme: 2026-10 to 2026-11");
    inForce = inForce.and(plan.statements());
    assertThat(holders()).isEqualTo("203.0.113.5 2026-10-05T00:00:00Z open acme\n");
    assertThat(sync(NOW, row).isEmpty()).isTrue();
    // Since when it is held has not changed, only how.
    EipEvent wider = row.toBuilder().setMaxBandwidthBitsPerSecond(5_000_000).build();
    assertThat(sync(LATER, wider).lines())
        .containsExactly(
            "~ 203.0.113.5 from 2026-11-21T12:00:00Z: max_bandwidth_bits_per_second 0 -> 5000000");
    assertThat(sync(LATER + 1, wider).isEmpty()).isTrue();
  }

  @Test
  void aHistoryThatDiffersIsRestatedWhereItDiffersAndNowhereElse() {
    inForce = InForce.of(List.of(Row.told("a", "203.0.113.5", "acme", 1000, 0)));
    EipEvent before = Row.from("203.0.113.5", "acme", 1000, 5000);
    EipEvent between = Row.from("203.0.113.5", "bolt", 5000, 9000);
    EipEvent after = Row.from("203.0.113.5", "acme", 9000, 0);
    SyncPlan plan = plan(NOW, NOW, false, before, between, after);
    inForce = inForce.and(plan.statements());
    assertThat(holders())
        .isEqualTo(
            """
            203.0.113.5 1970-01-01T00:00:01Z 1970-01-01T00:00:05Z acme
            203.0.113.5 1970-01-01T00:00:05Z 1970-01-01T00:00:09Z bolt
            203.0.113.5 1970-01-01T00:00:09Z open acme
            """);
    assertThat(plan.moved().lines()).containsExactly("acme: until 1970-01", "bolt: until 1970-01");
    assertThat(sync(NOW, before, between, after).isEmpty()).isTrue();
  }

  @Test
  void aRowThatHasEndedEndsItsHolderThenAndNotNow() {
    inForce = InForce.of(List.of(Row.told("a", "203.0.113.5", "acme", NOW - 9000, 0)));
    SyncPlan plan = plan(NOW, NOW, false, Row.from("203.0.113.5", "acme", NOW - 9000, NOW - 4000));
    assertThat(plan.moved().lines()).containsExactly("acme: 2026-11");
    inForce = inForce.and(plan.statements());
    assertThat(holders()).isEqualTo("203.0.113.5 2026-11-20T11:59:51Z 2026-11-20T11:59:56Z acme\n");
  }

  @Test
  void whatAWiderRangeLosesOfThePastIsItsAccountsMonthToo() {
    inForce = InForce.of(List.of(Row.told("w", "203.0.113.0/24", "wide", 1000, 0)));
    SyncPlan plan =
        plan(
            NOW,
            NOW,
            false,
            Row.of("203.0.113.0/24", "wide"),
            Row.from("203.0.113.5", "acme", ms("2026-11-02T00:00:00Z"), 0));
    assertThat(plan.moved().lines()).containsExactly("acme: 2026-11", "wide: 2026-11");
  }

  @Test
  void twoHoldersWhomAnOldMistakeLeftBecomeOne() {
    inForce =
        InForce.of(
            List.of(
                Row.told("a", "203.0.113.5", "acme", 0, 0),
                Row.told("b", "203.0.113.5", "bolt", 5000, 0)));
    assertThat(sync(NOW, Row.of("203.0.113.5", "acme")).lines())
        .containsExactly("= 203.0.113.5 a second holder ceases");
    assertThat(holders())
        .isEqualTo(
            """
            203.0.113.5 1970-01-01T00:00:00Z open acme
            203.0.113.5 1970-01-01T00:00:05Z 2026-11-20T12:00:00Z bolt
            """);
  }

  @Test
  void whatAControlPlaneSaysStandsUnlessAsked() {
    EipEvent told =
        Row.told("cp/1", "203.0.113.5", "acme", 1000, 0).toBuilder()
            .setSource("control-plane")
            .setEipId("eip-1")
            .setAccountEipQuota(3000)
            .build();
    inForce = InForce.of(List.of(told));
    assertThat(sync(NOW).isEmpty()).as("it is not missing").isTrue();
    SyncPlan same = sync(NOW, Row.of("203.0.113.5", "acme"));
    assertThat(same.isEmpty()).isTrue();
    assertThat(same.toldElsewhere()).isEqualTo(1);
    assertThatThrownBy(() -> sync(NOW, Row.of("203.0.113.5", "bolt")))
        .isInstanceOf(BadFileException.class)
        .hasMessage(
            "203.0.113.5 is bolt's in the file, and from 2026-11-20T12:00:00Z acme's (eip-1) by"
                + " word of control-plane; --all-sources lets the file go before what others say");
    assertThatThrownBy(() -> sync(NOW, Row.of("203.0.113.6", "acme", "eip-1")))
        .hasMessageContaining("EIP eip-1 would be on 203.0.113.5 and on 203.0.113.6 at once");
    SyncPlan wider =
        plan(
            NOW,
            NOW,
            true,
            Row.of("203.0.113.5", "acme", "eip-1").toBuilder().setRegion("eu").build());
    assertThat(wider.lines())
        .containsExactly("~ 203.0.113.5 from 2026-11-20T12:00:00Z: region none -> eu");
    assertThat(wider.statements().get(1).getAccountEipQuota()).isEqualTo(3000);
    inForce = inForce.and(wider.statements());
    SyncPlan none = plan(LATER, LATER, true);
    inForce = inForce.and(none.statements());
    assertThat(holders()).doesNotContain("open");
  }

  @Test
  void anEipThatMovesIsOnOneAddressAtATime() {
    sync(NOW, Row.of("203.0.113.5", "acme", "eip-1"));
    sync(LATER, Row.of("203.0.113.6", "acme", "eip-1"));
    assertThat(holders())
        .isEqualTo(
            """
            203.0.113.5 2026-11-20T12:00:00Z 2026-11-21T12:00:00Z acme eip-1
            203.0.113.6 2026-11-21T12:00:00Z open acme eip-1
            """);
    assertThatThrownBy(
            () ->
                sync(
                    LATER,
                    Row.of("203.0.113.5", "acme", "eip-1"),
                    Row.of("203.0.113.6", "acme", "eip-1")))
        .hasMessage(
            "EIP eip-1 would be on 203.0.113.5 and on 203.0.113.6 at once, at"
                + " 2026-11-21T12:00:00Z");
    assertThatThrownBy(() -> sync(LATER, Row.from("203.0.113.6", "acme", "eip-1", NOW, 0)))
        .as("in the past too")
        .hasMessageContaining("at once, at 2026-11-20T12:00:00Z");
  }

  @Test
  void oneAddressInTwoRowsAtOneTimeIsRefused() {
    assertThatThrownBy(
            () -> sync(NOW, Row.of("203.0.113.5", "acme"), Row.of("203.0.113.5", "bolt")))
        .hasMessage("two rows say who holds 203.0.113.5 at 2026-11-20T12:00:00Z, acme and bolt");
    assertThatThrownBy(() -> sync(NOW, Row.from("203.0.113.5", "acme", 0, NOW - 1)))
        .hasMessageContaining("has ended by 2026-11-20T12:00:00Z and says no 'from'");
  }

  @Test
  void aRowsOwnIdIsTakenOnceAndThenWithATime() {
    EipEvent row = Row.of("203.0.113.5", "acme").toBuilder().setOwnershipId("ipam-7").build();
    assertThat(sync(NOW, row).statements().get(0).getOwnershipId()).isEqualTo("ipam-7");
    SyncPlan plan = sync(LATER, row.toBuilder().setAccount("bolt").build());
    assertThat(plan.statements().stream().map(EipEvent::getOwnershipId))
        .containsExactly("ipam-7", "ipam-7@2026-11-21T12:00:00Z");
  }

  @Test
  void aFileThatMissesMuchMayBeCutShort() {
    EipEvent[] rows =
        IntStream.range(0, 40)
            .mapToObj(i -> Row.of("203.0.113." + i, "acme"))
            .toArray(EipEvent[]::new);
    sync(NOW, rows);
    SyncPlan plan =
        plan(LATER, LATER, false, List.of(rows).subList(0, 29).toArray(EipEvent[]::new));
    assertThat(plan.vanished()).isEqualTo(11);
    assertThat(plan.held()).isEqualTo(40);
    assertThat(plan.ceasesMoreThan(27)).isTrue();
    assertThat(plan.ceasesMoreThan(28)).isFalse();
  }

  @Test
  void doubtsAreCountedAndTheFirstNamed() {
    SyncPlan plan =
        new SyncPlanner(
                inForce,
                Row.metered("203.0.113.0/24", "2001:db8::/32"),
                new Moment(NOW, NOW),
                zone,
                false)
            .plan(
                List.of(
                    Row.placed("203.0.113.5"),
                    Row.placed("203.0.112.0/23"),
                    Row.placed("198.51.100.1"),
                    Row.placed("2001:db8::1"),
                    Row.of("203.0.113.6", "acme")));
    assertThat(plan.doubts())
        .containsExactly(
            "1 address outside every metered prefix: none of their traffic is seen (198.51.100.1)",
            "1 address smaller than the unit that is metered: their traffic is not known apart"
                + " (2001:db8:0:0:0:0:0:1)",
            "1 address without a line (203.0.113.6)",
            "1 address without a region (203.0.113.6)");
  }
}
