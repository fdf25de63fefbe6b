package io.eipmeter.sim.world.script;

import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_BANDWIDTH;
import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_DATA_TRANSFER;
import static io.eipmeter.schemas.v1.ChargeMethod.CHARGE_METHOD_SUBSCRIPTION;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.control.Association.Kind;
import io.eipmeter.sim.world.control.Geography;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A world with known bills, findings and alerts: few EIPs, each with a role, over the end of
 * January 2026 in China, where the price book's month ends at 16:00 UTC.
 */
public final class WholeMission {
  public static final String NAME = "whole-mission";

  /** Half an hour before the month ends. */
  public static final long START_MS = Instant.parse("2026-01-31T15:30:00Z").toEpochMilli();

  public static final int MINUTES = 50;

  private static final int HANGZHOU = 0;
  private static final int SINGAPORE = 1;
  private static final int FRANKFURT = 2;
  private static final int SINGAPORE_PREMIUM = 3;
  private static final int FRANKFURT_IPV6 = 5;

  /** Two EIPs of different accounts have this address, one after the other. */
  private static final int SHARED_UNIT = 77;

  public static final List<Role> ROLES =
      List.of(
          // acme: by traffic. No configuration fee while attached to an instance; behind a NAT
          // gateway and on a network interface there is one.
          role("eip-web", "acme", HANGZHOU, 10, CHARGE_METHOD_DATA_TRANSFER, 200)
              .held(days(-20))
              .attached(Kind.ECS_INSTANCE, days(-20))
              .stream(minutes(0), minutes(50), 20_000, 1_000)
              .stream(minutes(12), minutes(18), 130_000, 3_000)
              .build(),
          role("eip-nat", "acme", SINGAPORE, 11, CHARGE_METHOD_DATA_TRANSFER, 100)
              .held(days(-12))
              .attached(Kind.NAT_GATEWAY, days(-12))
              .stream(minutes(0), minutes(38), 8_000, 2_000)
              .stream(minutes(38), minutes(50), 100, 50)
              .build(),
          role("eip-ipv6", "acme", FRANKFURT_IPV6, 12, CHARGE_METHOD_DATA_TRANSFER, 50)
              .held(days(-2))
              .attached(Kind.NETWORK_INTERFACE, days(-2))
              .stream(minutes(0), minutes(50), 4_000, 400)
              .build(),
          // globex: by bandwidth; one that nobody ever attached; a premium line.
          role("eip-bulk", "globex", FRANKFURT, 13, CHARGE_METHOD_BANDWIDTH, 20)
              .held(days(-9))
              .attached(Kind.ECS_INSTANCE, days(-9))
              .stream(minutes(0), minutes(50), 15_000, 15_000)
              .build(),
          role("eip-forgotten", "globex", HANGZHOU, 14, CHARGE_METHOD_DATA_TRANSFER, 5)
              .held(days(-40))
              .build(),
          role("eip-cdn", "globex", SINGAPORE_PREMIUM, 15, CHARGE_METHOD_DATA_TRANSFER, 200)
              .held(days(-3))
              .attached(Kind.NAT_GATEWAY, days(-3))
              .stream(minutes(5), minutes(45), 40_000, 1_000)
              .build(),
          // initech: detached for a week at minute 20 and attached again at minute 40; attached and
          // silent until minute 35, but for scans and the answers to them; near its maximum over
          // midnight.
          role("eip-detached", "initech", SINGAPORE, 16, CHARGE_METHOD_DATA_TRANSFER, 10)
              .held(days(-30))
              .attached(Kind.ECS_INSTANCE, days(-30), days(-7).plusMinutes(20))
              .attached(Kind.NAT_GATEWAY, minutes(40))
              .build(),
          role("eip-silent", "initech", FRANKFURT, 17, CHARGE_METHOD_BANDWIDTH, 10)
              .held(days(-15))
              .attached(Kind.ECS_INSTANCE, days(-14))
              .scans(minutes(0), minutes(35))
              .stream(minutes(35), minutes(50), 3_000, 300)
              .build(),
          role("eip-burst", "initech", SINGAPORE, 18, CHARGE_METHOD_DATA_TRANSFER, 10)
              .held(days(-5))
              .attached(Kind.ECS_INSTANCE, days(-5))
              .stream(minutes(0), minutes(28), 1_000, 100)
              .stream(minutes(28), minutes(33), 9_500, 300)
              .stream(minutes(33), minutes(50), 1_000, 100)
              .build(),
          // hooli: given back at last; paid before; and an address that goes to acme.
          role("eip-old", "hooli", HANGZHOU, 19, CHARGE_METHOD_DATA_TRANSFER, 5)
              .held(days(-10), minutes(25))
              .build(),
          role("eip-paid", "hooli", FRANKFURT, 20, CHARGE_METHOD_SUBSCRIPTION, 50)
              .held(days(-25))
              .attached(Kind.ECS_INSTANCE, days(-25))
              .stream(minutes(0), minutes(50), 10_000, 1_000)
              .build(),
          role("eip-shop", "hooli", HANGZHOU, SHARED_UNIT, CHARGE_METHOD_DATA_TRANSFER, 20)
              .held(days(-15), minutes(15).plusSeconds(30))
              .attached(Kind.NAT_GATEWAY, days(-15))
              .stream(minutes(0), minutes(15).plusSeconds(30), 6_000, 600)
              .build(),
          role("eip-shop2", "acme", HANGZHOU, SHARED_UNIT, CHARGE_METHOD_DATA_TRANSFER, 20)
              .held(minutes(16).plusSeconds(10))
              .attached(Kind.NAT_GATEWAY, minutes(16).plusSeconds(15))
              .stream(minutes(16).plusSeconds(20), minutes(50), 5_000, 500)
              .build());

  private WholeMission() {}

  /** A month of the same: a world of this scenario, too. */
  public static SimulationOptions month(Scenario scenario, long seed) {
    return new SimulationOptions(
        seed, WholeMonth.ROLES.size(), WholeMonth.MINUTES, WholeMonth.START_MS, scenario);
  }

  /** Who plays in a world of this scenario. */
  public static List<Role> roles(SimulationOptions options) {
    return options.startMs() == WholeMonth.START_MS ? WholeMonth.ROLES : ROLES;
  }

  public static boolean isMeantBy(Scenario scenario) {
    return scenario.name().equals(NAME);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static RoleSheet role(
      String eipId, String account, int pool, int unit, ChargeMethod method, int mbps) {
    return new RoleSheet(eipId, account, Geography.POOLS.get(pool), unit, method, mbps);
  }
}
