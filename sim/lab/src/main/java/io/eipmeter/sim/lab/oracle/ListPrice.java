package io.eipmeter.sim.lab.oracle;

import io.eipmeter.sim.world.control.Pool;
import java.math.BigDecimal;

/**
 * The provider's list prices of the lines that are used, in US dollars, copied once more from
 * https://www.alibabacloud.com/help/en/eip/pay-as-you-go: a slip in the shipped book shows.
 */
enum ListPrice {
  HANGZHOU("cn-hangzhou", "BGP", "0.123", "0.003", "0.074", "0.14", "0.50"),
  SINGAPORE("ap-southeast-1", "BGP", "0.081", "0.006", "0.151", "0.14", "0.50"),
  FRANKFURT("eu-central-1", "BGP", "0.070", "0.006", "0.151", "0.14", "0.50"),
  SINGAPORE_PREMIUM("ap-southeast-1", "BGP_PRO", "0.778", "0.006", "0.151", "2.460", "2.460");

  private static final int FIRST_TIER_MBPS = 5;

  private final String region;
  private final String line;
  final BigDecimal gigabyte;
  final BigDecimal feeHour;
  final BigDecimal feeDay;
  private final BigDecimal firstMbpsDay;
  private final BigDecimal furtherMbpsDay;

  ListPrice(
      String region,
      String line,
      String gigabyte,
      String feeHour,
      String feeDay,
      String firstMbpsDay,
      String furtherMbpsDay) {
    this.region = region;
    this.line = line;
    this.gigabyte = new BigDecimal(gigabyte);
    this.feeHour = new BigDecimal(feeHour);
    this.feeDay = new BigDecimal(feeDay);
    this.firstMbpsDay = new BigDecimal(firstMbpsDay);
    this.furtherMbpsDay = new BigDecimal(furtherMbpsDay);
  }

  static ListPrice of(Pool pool) {
    for (ListPrice price : values()) {
      if (price.region.equals(pool.region().id()) && price.line.equals(pool.line())) {
        return price;
      }
    }
    throw new IllegalArgumentException("no price was copied for " + pool);
  }

  /** A day of so much maximum bandwidth. */
  BigDecimal bandwidthDay(int mbps) {
    int first = Math.min(mbps, FIRST_TIER_MBPS);
    return firstMbpsDay
        .multiply(BigDecimal.valueOf(first))
        .add(furtherMbpsDay.multiply(BigDecimal.valueOf(mbps - first)));
  }
}
