package io.eipmeter.jobs.rating.domain;

import io.eipmeter.schemas.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Names what a line was made of (R21): SHA-256 over its rows in their order, a line of text each,
 * with tabs between account, region, line, EIP, hour, first and last minute, bytes in and out,
 * packets in and out, quality, and of what is missing minutes, exports and most bytes.
 */
final class InputHash {
  static final String NONE = "";

  private final MessageDigest digest = Sha256.digest();

  static String of(List<UsageHour> hours) {
    InputHash hash = new InputHash();
    hours.stream().sorted().forEach(hash::add);
    return hash.hex();
  }

  /**
   * @param hour not before those that were added
   */
  void add(UsageHour hour) {
    digest.update(text(hour).getBytes(StandardCharsets.UTF_8));
  }

  /** Ends it. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String text(UsageHour hour) {
    return hour.account()
        + '\t'
        + hour.region()
        + '\t'
        + hour.lineType()
        + '\t'
        + hour.eip()
        + '\t'
        + hour.hourStart()
        + '\t'
        + hour.fromMinute()
        + '\t'
        + hour.toMinute()
        + '\t'
        + hour.bytesIn()
        + '\t'
        + hour.bytesOut()
        + '\t'
        + hour.packetsIn()
        + '\t'
        + hour.packetsOut()
        + '\t'
        + hour.quality()
        + '\t'
        + hour.missing().minutes()
        + '\t'
        + hour.missing().exports()
        + '\t'
        + hour.missing().mostBytes()
        + '\n';
  }
}
