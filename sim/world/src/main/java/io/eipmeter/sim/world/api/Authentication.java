package io.eipmeter.sim.world.api;

import io.eipmeter.sim.world.cloud.ApiException;
import io.eipmeter.sim.world.cloud.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows the callers by their signatures. A nonce is good once, a date for a quarter of an hour. */
final class Authentication {
  private static final Pattern HEADER =
      Pattern.compile(
          AcsSignature.ALGORITHM
              + " *Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-fA-F]+)");
  private static final List<String> ALWAYS_SIGNED =
      List.of("host", "x-acs-action", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");
  private static final Duration LONGEST_SKEW = Duration.ofMinutes(15);

  private final Map<String, AccessKey> keys;
  private final Clock wall;
  private final Map<String, Instant> nonces = new LinkedHashMap<>();

  /**
   * @param wall the wall clock, also where the control plane lives in virtual time: callers sign
   *     with theirs
   */
  Authentication(Map<String, AccessKey> keys, Clock wall) {
    this.keys = Map.copyOf(keys);
    this.wall = wall;
  }

  AccessKey check(RpcRequest request) throws ApiException {
    Matcher header = HEADER.matcher(request.headers().getOrDefault("authorization", ""));
    if (!header.matches()) {
      throw new ApiException(
          ErrorCode.INCOMPLETE_SIGNATURE,
          "The request must be signed with " + AcsSignature.ALGORITHM + ".");
    }
    AccessKey key = keys.get(header.group(1));
    if (key == null) {
      throw new ApiException(
          ErrorCode.UNKNOWN_ACCESS_KEY, "Specified access key is not found: " + header.group(1));
    }
    List<String> signed = List.of(header.group(2).split(";"));
    if (!signed.containsAll(ALWAYS_SIGNED)) {
      throw new ApiException(
          ErrorCode.INCOMPLETE_SIGNATURE, "These must be signed: " + ALWAYS_SIGNED + ".");
    }
    checkSignature(request, key, signed, header.group(3));
    checkFresh(request);
    return key;
  }

  private static void checkSignature(
      RpcRequest request, AccessKey key, List<String> signed, String given) throws ApiException {
    String stated = request.headers().getOrDefault("x-acs-content-sha256", request.bodyHash());
    String expected =
        AcsSignature.sign(
            key.secret(),
            request.method(),
            request.path(),
            request.query(),
            request.headers(),
            signed,
            request.bodyHash());
    boolean same =
        MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.US_ASCII),
            given.getBytes(StandardCharsets.US_ASCII));
    if (!same || !stated.equals(request.bodyHash())) {
      throw new ApiException(
          ErrorCode.BAD_SIGNATURE, "Specified signature does not match our calculation.");
    }
  }

  private synchronized void checkFresh(RpcRequest request) throws ApiException {
    Instant now = wall.instant();
    Instant stated;
    try {
      stated = Instant.parse(request.headers().getOrDefault("x-acs-date", ""));
    } catch (DateTimeParseException e) {
      throw new ApiException(ErrorCode.STALE_TIME, "x-acs-date must be like 2026-01-31T23:59:59Z.");
    }
    if (Duration.between(stated, now).abs().compareTo(LONGEST_SKEW) > 0) {
      throw new ApiException(
          ErrorCode.STALE_TIME,
          "Specified time stamp " + stated + " is expired; here it is " + now);
    }
    Iterator<Instant> oldest = nonces.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now.minus(LONGEST_SKEW.multipliedBy(2)))) {
      oldest.remove();
    }
    if (nonces.putIfAbsent(request.headers().getOrDefault("x-acs-signature-nonce", ""), now)
        != null) {
      throw new ApiException(ErrorCode.NONCE_USED, "Specified signature nonce was used already.");
    }
  }
}
