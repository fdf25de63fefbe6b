package io.eipmeter.jobs.idle;

import static io.eipmeter.jobs.idle.IdleLog.DAY;
import static io.eipmeter.jobs.idle.IdleLog.MINUTE;
import static io.eipmeter.jobs.idle.IdleLog.POLICY;
import static io.eipmeter.jobs.idle.IdleLog.attached;
import static io.eipmeter.jobs.idle.IdleLog.eip;
import static io.eipmeter.jobs.idle.IdleLog.whitelisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.eipmeter.jobs.idle.domain.IdleBook;
import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.idle.domain.IdlePolicy;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.schemas.v1.IdleAdvice;
import io.eipmeter.schemas.v1.IdleFinding;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Quiet time ends 90 s and 1 ms later for use: the minute that ends with it settles then. A change
 * is heard out for 10 s.
 */
class IdleJobTest {
  private final IdleLog log = new IdleLog();

  @Test
  void anEipThatWasNeverAttachedAndNeverSentIsFoundAfterSevenDaysAndEachSevenDays()
      throws Exception {
    log.says(0, eip(1, "a", 0, 0));
    assertThat(log.findings(7 * DAY - 1)).isEmpty();
    assertThat(log.findings(22 * DAY))
        .containsExactly(
            "d7: eip-1 unassociated 1 since d0",
            "d14: eip-1 unassociated 2 since d0",
            "d21: eip-1 unassociated 3 since d0");
  }

  @Test
  void anAttachedEipWithoutUseIsFoundWhenTheLastMinuteHasSettled() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1"));
    assertThat(log.findings(7 * DAY + 90_000)).isEmpty();
    assertThat(log.findings(7 * DAY + 90_001))
        .containsExactly("d7+90001ms: eip-1 unused 1 since d0");
  }

  @Test
  void useInTheLastMinuteOfTheQuietTimeIsHeardInTime() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1")).sends(1, 7 * DAY - MINUTE, 1_001);
    assertThat(log.findings(14 * DAY + 90_000)).isEmpty();
    assertThat(log.findings(14 * DAY + 90_001))
        .containsExactly("d14+90001ms: eip-1 unused 1 since d7");
  }

  @Test
  void noiseIsNoUse() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1"));
    for (int hour = 0; hour < 7 * 24; hour++) {
      log.sends(1, hour * 60 * MINUTE, 1_000);
    }
    assertThat(log.findings(8 * DAY)).containsExactly("d7+90001ms: eip-1 unused 1 since d0");
  }

  @Test
  void useEndsAFindingAndANewQuietTimeBegins() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1")).sends(1, 8 * DAY, 5_000);
    assertThat(log.findings(16 * DAY))
        .containsExactly(
            "d7+90001ms: eip-1 unused 1 since d0",
            "d8+150000ms: eip-1 unused 2 since d0 used",
            "d15+150001ms: eip-1 unused 1 since d8+60000ms");
  }

  @Test
  void attachingEndsAFindingAndDetachingBeginsTheOtherClock() throws Exception {
    log.says(0, eip(1, "a", 0, 0))
        .says(8 * DAY, eip(1, "a", 0, 8 * DAY))
        .says(8 * DAY, attached(eip(1, "b", 8 * DAY, 0), "i-1"))
        .says(16 * DAY, attached(eip(1, "b", 8 * DAY, 16 * DAY), "i-1"))
        .says(16 * DAY, eip(1, "c", 16 * DAY, 0));
    assertThat(log.findings(23 * DAY))
        .containsExactly(
            "d7: eip-1 unassociated 1 since d0",
            "d8+10000ms: eip-1 unassociated 2 since d0 associated",
            "d15+90001ms: eip-1 unused 1 since d8",
            "d16+10000ms: eip-1 unused 2 since d8 disassociated",
            "d23: eip-1 unassociated 1 since d16");
  }

  @Test
  void aReleasedEipIsNoFindingAnyMoreAndTheNextHolderStartsAnew() throws Exception {
    log.says(0, eip(1, "a", 0, 0))
        .says(9 * DAY, eip(1, "a", 0, 9 * DAY))
        .says(10 * DAY, eip(1, "x", 10 * DAY, 0).setEipId("eip-other"));
    assertThat(log.findings(17 * DAY))
        .containsExactly(
            "d7: eip-1 unassociated 1 since d0",
            "d9+10000ms: eip-1 unassociated 2 since d0 released",
            "d17: eip-other unassociated 1 since d10");
  }

  @Test
  void aWhitelistedEipIsLeftAloneAndFoundAtOnceWhenItIsNoLonger() throws Exception {
    log.says(0, eip(1, "a", 0, 0))
        .says(8 * DAY, whitelisted(eip(1, "a", 0, 0)))
        .says(30 * DAY, eip(1, "a", 0, 0))
        .says(0, whitelisted(eip(2, "a", 0, 0)));
    assertThat(log.findings(31 * DAY))
        .containsExactly(
            "d7: eip-1 unassociated 1 since d0",
            "d8+10000ms: eip-1 unassociated 2 since d0 whitelisted",
            "d30+10000ms: eip-1 unassociated 1 since d0");
  }

  @Test
  void anIntervalThatOnlyChangesOtherThingsRunsOn() throws Exception {
    log.says(0, eip(1, "a", 0, 0))
        .says(3 * DAY, eip(1, "a", 0, 3 * DAY))
        .says(3 * DAY + 1, eip(1, "b", 3 * DAY, 0).setMaxBandwidthBitsPerSecond(5_000_000));
    assertThat(log.findings(7 * DAY)).containsExactly("d7: eip-1 unassociated 1 since d0");
  }

  @Test
  void aStatementThatComesLateCountsFromTheTimeItSpeaksOf() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1"))
        .says(5 * DAY, attached(eip(1, "a", 0, 2 * DAY), "i-1"))
        .says(5 * DAY, eip(1, "b", 2 * DAY, 0));
    assertThat(log.findings(9 * DAY)).containsExactly("d9: eip-1 unassociated 1 since d2");
  }

  @Test
  void aWithdrawnEipEndsItsFinding() throws Exception {
    log.says(0, eip(1, "a", 0, 0)).says(8 * DAY, eip(1, "a", 5, 5));
    assertThat(log.findings(30 * DAY))
        .containsExactly(
            "d7: eip-1 unassociated 1 since d0",
            "d8+10000ms: eip-1 unassociated 2 since d0 released");
  }

  @Test
  void beforeTheLogBeginsNobodyIsCalledUnused() throws Exception {
    log.says(0, attached(eip(1, "a", 0, 0), "i-1")).says(0, eip(2, "a", 0, 0));
    IdlePolicy since =
        new IdlePolicy(
            POLICY.unassociatedFor(),
            POLICY.unusedFor(),
            POLICY.noticeEvery(),
            1_000,
            POLICY.settleDelay(),
            10 * DAY);
    assertThat(log.play(since, 17 * DAY + 90_001))
        .extracting(IdleFinding::getEipId, IdleFinding::getSinceMs, IdleFinding::getNumber)
        .containsExactly(tuple("eip-2", 0L, 1), tuple("eip-2", 0L, 2), tuple("eip-1", 10 * DAY, 1));
  }

  @Test
  void aNoticeSaysWhatItCostsAndWhatToDo() throws Exception {
    log.says(0, eip(1, "a", 0, 0))
        .says(0, attached(eip(2, "a", 0, 0), "i-2").setName("web"))
        .sends(2, 0, 2_000)
        .says(0, attached(eip(3, "a", 0, DAY), "i-3"))
        .says(0, eip(3, "b", DAY, 0));
    List<IdleFinding> found = log.play(POLICY, 15 * DAY);
    IdleFinding never = found.get(0);
    assertThat(never.getAdvice()).isEqualTo(IdleAdvice.IDLE_ADVICE_RELEASE);
    assertThat(never.getCostPerDay()).isEqualTo("0.072");
    assertThat(never.getCostPerMonth()).isEqualTo("2.160");
    assertThat(never.getCurrency()).isEqualTo("USD");
    assertThat(never.getPriceVersion()).isEqualTo("list-1");
    assertThat(never.getLastUseMs()).isZero();
    IdleFinding unused = found.get(1);
    assertThat(unused.getEipId()).isEqualTo("eip-2");
    assertThat(unused.getAdvice()).isEqualTo(IdleAdvice.IDLE_ADVICE_LOOK);
    assertThat(unused.getLastUseMs()).isEqualTo(MINUTE);
    assertThat(unused.getName()).isEqualTo("web");
    assertThat(unused.getAssociationId()).isEqualTo("i-2");
    assertThat(found)
        .filteredOn(finding -> finding.getEipId().equals("eip-3"))
        .extracting(IdleFinding::getAdvice)
        .containsExactly(IdleAdvice.IDLE_ADVICE_ASSOCIATE, IdleAdvice.IDLE_ADVICE_RELEASE);
  }

  @Test
  void aStaticPublicAddressAndAWidePrefixAreNoEips() throws Exception {
    log.says(0, eip(1, "a", 0, 0).setStaticPublicIp(true))
        .says(0, eip(2, "a", 0, 0).setPrefixLength(120));
    assertThat(log.findings(8 * DAY)).isEmpty();
  }

  @Test
  void anAddressThatNobodyHoldsIsForgottenWhenItIsQuiet() {
    IdlePages pages = new IdlePages();
    IdleBook book = new IdleBook(POLICY, IdleLog.PRICES, pages);
    log.sends(1, 0, 100).says(0, eip(2, "a", 0, 0));
    for (LogEntry entry : log.entries()) {
      book.play(entry, (closeMs, key, row) -> {});
    }
    assertThat(pages.size()).isEqualTo(2);
    book.passTo(14 * DAY, (closeMs, key, row) -> {});
    assertThat(pages.size()).isEqualTo(1);
  }
}
