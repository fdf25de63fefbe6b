package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.schemas.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Names what a statement's month was made from: intervals of ownership, then hours, in order. */
public final class InputsDigest {
  private final MessageDigest digest = Sha256.digest();

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
