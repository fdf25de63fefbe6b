package io.eipmeter.sim.world.script;

import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_BANDWIDTH;
import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_DATA_TRANSFER;
import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_SUBSCRIPTION;

import io.eipmeter.sim.world.control.Association.Kind;
import io.eipmeter.sim.world.control.Geography;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The same cast as {@link WholeMission}'s, from half an hour before January to an hour after it.
 */
final class WholeMonth {
  /** Half an hour before January begins in China. */
  static final long START_MS = Instant.parse("2025-12-31T15:30:00Z").toEpochMilli();

  /** January, the half-hour before it and an hour after it. */
  static final int MINUTES = 31 * 24 * 60 + 90;

  private static final Duration END = Duration.ofMinutes(MINUTES);
  private static final Duration BEGIN = Duration.ZERO;

  static final List<Role> ROLES =
      List.of(
          role("eip-web", "acme", 0, 10, false, 200)
              .held(day(-20))
              .attached(Kind.ECS_INSTANCE, day(-20))
              .bursts(BEGIN, END, 2_000, 100)
              .bursts(day(10), day(10).plusMinutes(10), 130_000, 3_000)
              .build(),
          role("eip-nat", "acme", 1, 11, false, 100)
              .held(day(-12))
              .attached(Kind.NAT_GATEWAY, day(-12))
              .bursts(BEGIN, day(25), 3_000, 500)
              .bursts(day(25), day(25).plusHours(2), 100, 50)
              .bursts(day(25).plusHours(2), END, 3_000, 500)
              .build(),
          role("eip-ipv6", "acme", 5, 12, false, 50)
              .held(day(8).plusMinutes(17))
              .attached(Kind.NETWORK_INTERFACE, day(8).plusMinutes(18))
              .bursts(day(8).plusMinutes(20), END, 1_000, 100)
              .build(),
          role("eip-bulk", "globex", 2, 13, true, 20)
              .held(day(-9), day(28).plusHours(5))
              .attached(Kind.ECS_INSTANCE, day(-9))
              .bursts(BEGIN, day(28).plusHours(5), 4_000, 4_000)
              .build(),
          role("eip-forgotten", "globex", 0, 14, false, 5).held(day(-40)).build(),
          role("eip-cdn", "globex", 3, 15, false, 200)
              .held(day(-3))
              .attached(Kind.NAT_GATEWAY, day(-3))
              .bursts(BEGIN, day(30), 1_500, 100)
              .build(),
          role("eip-detached", "initech", 1, 16, false, 10)
              .held(day(-30))
              .attached(Kind.ECS_INSTANCE, day(-30), day(5))
              .attached(Kind.NAT_GATEWAY, day(20))
              .bursts(BEGIN, day(5), 500, 50)
              .bursts(day(20), END, 500, 50)
              .build(),
          role("eip-silent", "initech", 2, 17, true, 10)
              .held(day(-15))
              .attached(Kind.ECS_INSTANCE, day(-14))
              .bursts(BEGIN, day(3), 300, 30)
              .scans(day(3), day(16))
              .bursts(day(16), END, 300, 30)
              .build(),
          role("eip-burst", "initech", 1, 18, false, 10)
              .held(day(-5))
              .attached(Kind.ECS_INSTANCE, day(-5))
              .bursts(BEGIN, day(15), 1_000, 100)
              .bursts(day(15), day(15).plusMinutes(5), 9_500, 300)
              .bursts(day(15).plusMinutes(5), END, 1_000, 100)
              .build(),
          role("eip-old", "hooli", 0, 19, false, 5).held(day(-10), day(9).plusHours(1)).build(),
          new RoleSheet(
                  "eip-paid", "hooli", Geography.POOLS.get(2), 20, CHARGE_METHOD_SUBSCRIPTION, 50)
              .held(day(-25))
              .attached(Kind.ECS_INSTANCE, day(-25))
              .bursts(BEGIN, END, 1_000, 100)
              .build(),
          role("eip-shop", "hooli", 0, 77, false, 20)
              .held(day(-15), day(12).plusSeconds(930))
              .attached(Kind.NAT_GATEWAY, day(-15))
              .bursts(BEGIN, day(12).plusSeconds(930), 600, 60)
              .build(),
          role("eip-shop2", "acme", 0, 77, false, 20)
              .held(day(12).plusSeconds(970))
              .attached(Kind.NAT_GATEWAY, day(12).plusSeconds(975))
              .bursts(day(12).plusSeconds(980), END, 500, 50)
              .build());

  private WholeMonth() {}

  private static Duration day(int days) {
    return Duration.ofDays(days);
  }

  private static RoleSheet role(
      String eipId, String account, int pool, int unit, boolean byBandwidth, int mbps) {
    return new RoleSheet(
        eipId,
        account,
        Geography.POOLS.get(pool),
        unit,
        byBandwidth ? CHARGE_METHOD_BANDWIDTH : CHARGE_METHOD_DATA_TRANSFER,
        mbps);
  }
}
