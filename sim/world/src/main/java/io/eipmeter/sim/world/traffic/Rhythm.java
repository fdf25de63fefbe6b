package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Region;
import java.time.Instant;

/**
 * How willing an EIP is to talk at a time, 0 to 1: the day of its region's people (busiest at
 * 21:00, quietest at 09:00), their weekend where that is asked for, spells of silence, spells of
 * heavy use. Some EIPs never begin anything.
 */
final class Rhythm {
  private static final long SPELL_MS = 150_000;
  private static final double ALWAYS_QUIET = 0.1;
  private static final double WEEKEND = 0.6;

  private final long seed;
  private final boolean weekly;
  private final boolean spells;
  private final double[] dayFactor = new double[Geography.ALL_REGIONS.size()];
  private long minute = Long.MIN_VALUE;

  /**
   * @param weekly whether Saturdays and Sundays are quieter
   * @param spells whether EIPs are silent for some time, then busy for some
   */
  Rhythm(long seed, boolean weekly, boolean spells) {
    this.spells = spells;
    this.seed = seed;
    this.weekly = weekly;
  }

  double willingness(int rank, Region region, long nowMs) {
    if (Math.floorDiv(nowMs, 60_000) != minute) {
      minute = Math.floorDiv(nowMs, 60_000);
      for (Region each : Geography.ALL_REGIONS) {
        int offsetS =
            each.zone().getRules().getOffset(Instant.ofEpochMilli(nowMs)).getTotalSeconds();
        double hour = Math.floorMod(nowMs / 1_000 + offsetS, 86_400) / 3_600.0;
        double wave = StrictMath.cos((hour - 21) / 12 * StrictMath.PI);
        // 1970-01-01 was a Thursday.
        long weekday = Math.floorMod(Math.floorDiv(nowMs / 1_000 + offsetS, 86_400) + 3, 7);
        double week = weekly && weekday >= 5 ? WEEKEND : 1;
        dayFactor[each.index()] = week * (0.65 + 0.35 * wave);
      }
    }
    if (hash(rank, -1) < ALWAYS_QUIET && rank > 9) {
      return 0;
    }
    return mood(rank, nowMs) * dayFactor[region.index()];
  }

  private double mood(int rank, long nowMs) {
    if (!spells) {
      return 0.4;
    }
    double spell = hash(rank, nowMs / SPELL_MS);
    return spell < 0.2 ? 0 : spell < 0.9 ? 0.4 : 1;
  }

  private double hash(int rank, long spell) {
    return (Dice.mix(seed * 31 + rank * 0x9E3779B97F4A7C15L + Dice.mix(spell)) >>> 11) * 0x1p-53;
  }
}
