package io.eipmeter.sim.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.Address;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final Address GATEWAY = Address.parse("127.0.1.1");
  private static final Address OTHER = Address.parse("127.0.1.2");

  private final InFlight inFlight = new InFlight();

  private static Fingerprint datagram(int number) {
    return new Fingerprint(number, -number);
  }

  private void send(Address exporter, int number, long atMs) {
    inFlight.sent(exporter, datagram(number), atMs, 0);
  }

  @Test
  void theFirstThatIsNotThereYetIsWaitedFor() {
    assertThat(inFlight.oldestMs(0)).isEqualTo(InFlight.NOTHING);
    send(GATEWAY, 1, 100);
    send(OTHER, 2, 200);
    send(GATEWAY, 3, 300);
    assertThat(inFlight.oldestMs(0)).isEqualTo(100);
    inFlight.appended(GATEWAY, datagram(1));
    assertThat(inFlight.oldestMs(0)).isEqualTo(200);
    inFlight.appended(OTHER, datagram(2));
    assertThat(inFlight.oldestMs(0)).isEqualTo(300);
    inFlight.appended(GATEWAY, datagram(3));
    assertThat(inFlight.oldestMs(0)).isEqualTo(InFlight.NOTHING);
  }

  @Test
  void whatALaterOneHasOvertakenIsLost() {
    send(GATEWAY, 1, 100);
    send(OTHER, 2, 150);
    send(GATEWAY, 3, 200);
    inFlight.appended(GATEWAY, datagram(3));
    assertThat(inFlight.oldestMs(0)).isEqualTo(150);
  }

  @Test
  void oneThatIsSentTwiceIsWaitedForTwice() {
    send(GATEWAY, 1, 100);
    send(GATEWAY, 1, 110);
    inFlight.appended(GATEWAY, datagram(1));
    assertThat(inFlight.oldestMs(0)).isEqualTo(110);
    inFlight.appended(GATEWAY, datagram(1));
    assertThat(inFlight.oldestMs(0)).isEqualTo(InFlight.NOTHING);
  }

  @Test
  void whatNobodySentChangesNothing() {
    send(GATEWAY, 1, 100);
    inFlight.appended(GATEWAY, datagram(7));
    inFlight.appended(OTHER, datagram(1));
    assertThat(inFlight.oldestMs(0)).isEqualTo(100);
  }

  @Test
  void theLastOfAnExporterIsNotWaitedForForEver() {
    long lostNs = InFlight.LOST_AFTER.toNanos();
    inFlight.sent(GATEWAY, datagram(1), 100, 0);
    inFlight.sent(GATEWAY, datagram(2), 200, 1);
    assertThat(inFlight.oldestMs(lostNs - 1)).isEqualTo(100);
    assertThat(inFlight.oldestMs(lostNs)).isEqualTo(200);
    assertThat(inFlight.oldestMs(lostNs + 1)).isEqualTo(InFlight.NOTHING);
  }

  @Test
  void ofAKilledCollectorNothingIsWaitedFor() {
    send(GATEWAY, 1, 100);
    inFlight.giveUp();
    assertThat(inFlight.oldestMs(0)).isEqualTo(InFlight.NOTHING);
    send(GATEWAY, 2, 200);
    assertThat(inFlight.oldestMs(0)).isEqualTo(200);
  }
}
