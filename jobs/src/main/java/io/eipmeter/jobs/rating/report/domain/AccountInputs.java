package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.RatingInput;
import io.eipmeter.jobs.rating.domain.UsageHour;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * All that an account's month is rated from.
 *
 * @param account who pays
 * @param usage its hours
 * @param held its EIPs
 */
public record AccountInputs(String account, List<UsageHour> usage, List<HeldEip> held) {
  public AccountInputs {
    usage = List.copyOf(usage);
    held = List.copyOf(held);
  }

  public static AccountInputs none(String account) {
    return new AccountInputs(account, List.of(), List.of());
  }

  /** Without what has not come yet: an EIP that is still held pays until now. */
  public AccountInputs until(Instant now) {
    return new AccountInputs(
        account,
        usage,
        held.stream()
            .filter(one -> one.time().from().isBefore(now))
            .map(one -> one.until(now))
            .toList());
  }

  /** For the rater; the quota is the newest one told. */
  public RatingInput ratingInput() {
    long quota = 0;
    for (HeldEip one : held) {
      quota = one.quota() > 0 ? one.quota() : quota;
    }
    return RatingInput.of(
        usage, HeldEip.histories(held), quota > 0 ? Map.of(account, quota) : Map.of());
  }

  /** Names the inputs: the same rows in any order have the same hash. */
  public String hash() {
    MessageDigest digest = sha256();
    usage.stream()
        .sorted()
        .forEach(hour -> digest.update(hour.toString().getBytes(StandardCharsets.UTF_8)));
    held.stream()
        .map(HeldEip::fingerprint)
        .sorted()
        .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
