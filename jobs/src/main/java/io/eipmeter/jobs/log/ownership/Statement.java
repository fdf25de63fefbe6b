package io.eipmeter.jobs.log.ownership;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A statement about an interval in which one account held an address or prefix and nothing about it
 * changed.
 *
 * @param address first address of the prefix
 * @param prefixLength in the 128-bit space
 * @param fromMs first millisecond of the interval
 * @param toMs first millisecond after it; {@link Long#MAX_VALUE}: open
 * @param event what was said
 */
public record Statement(Address address, int prefixLength, long fromMs, long toMs, EipEvent event) {
  private static final int LONGEST_PREFIX = 128;
  private static final int ADDRESS_BYTES = 16;
  private static final long MINUTE_MS = 60_000;

  /** An EIP with this tag is never called idle. */
  public static final String WHITELIST_TAG = "eipmeter:idle";

  /** What the tag says. */
  public static final String WHITELISTED = "ignore";

  /**
   * @return null: not a statement that can be used
   */
  public static @Nullable Statement of(EipEvent event) {
    boolean usable =
        event.getAddress().size() == ADDRESS_BYTES
            && Integer.compareUnsigned(event.getPrefixLength(), LONGEST_PREFIX) <= 0
            && !event.getOwnershipId().isEmpty()
            && event.getChargeMethod() != ChargeMethod.UNRECOGNIZED
            && event.getFromMs() >= 0
            && (event.getToMs() == 0 || event.getToMs() >= event.getFromMs());
    if (!usable) {
      return null;
    }
    Address first = masked(event.getAddress(), event.getPrefixLength());
    long toMs = event.getToMs() == 0 ? Long.MAX_VALUE : event.getToMs();
    return new Statement(first, event.getPrefixLength(), event.getFromMs(), toMs, event);
  }

  private static Address masked(ByteString bytes, int prefixLength) {
    Address address = Address.of(bytes.toByteArray());
    return new Address(
        address.high() & mask(prefixLength), address.low() & mask(prefixLength - Long.SIZE));
  }

  private static long mask(int length) {
    return length <= 0 ? 0 : length >= Long.SIZE ? -1 : -1L << (Long.SIZE - length);
  }

  public String ownershipId() {
    return event.getOwnershipId();
  }

  public String eipId() {
    return event.getEipId();
  }

  /** From = to: the interval never was. */
  public boolean withdrawn() {
    return fromMs == toMs;
  }

  public boolean covers(Address unit) {
    return (unit.high() & mask(prefixLength)) == address.high()
        && (unit.low() & mask(prefixLength - Long.SIZE)) == address.low();
  }

  /** Whether the account held it at that moment. */
  public boolean holdsAt(long atMs) {
    return fromMs <= atMs && atMs < toMs;
  }

  /** Whether the account held it at any time in that minute. */
  public boolean holdsInMinute(long minuteMs) {
    return fromMs < minuteMs + MINUTE_MS && minuteMs < toMs && !withdrawn();
  }

  public boolean associated() {
    return !event.getAssociationId().isEmpty() || !event.getAssociationKind().isEmpty();
  }

  public boolean sameAssociation(Statement other) {
    return event.getAssociationKind().equals(other.event.getAssociationKind())
        && event.getAssociationId().equals(other.event.getAssociationId());
  }

  /** Whether nobody wants to hear that it is idle. */
  public boolean whitelisted() {
    return WHITELISTED.equals(event.getTagsMap().get(WHITELIST_TAG));
  }

  /** The same with an earlier beginning. */
  public Statement from(long earlierMs) {
    return new Statement(address, prefixLength, earlierMs, toMs, event);
  }

  public void write(DataOutput target) throws IOException {
    byte[] bytes = event.toByteArray();
    target.writeLong(fromMs);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  public static Statement read(DataInput source) throws IOException {
    long fromMs = source.readLong();
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    Statement statement = of(EipEvent.parseFrom(bytes));
    if (statement == null) {
      throw new IOException("state holds a statement that cannot be used");
    }
    return statement.from(fromMs);
  }
}
