package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.UsageHour;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names what a statement's month was made from: intervals of ownership, then hours, in order. */
public final class InputsDigest {
  private final MessageDigest digest;

  public InputsDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public void add(HeldEip held) {
    add(held.toString());
  }

  public void add(UsageHour hour) {
    add(hour.toString());
  }

  private void add(String row) {
    digest.update(row.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends it. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
