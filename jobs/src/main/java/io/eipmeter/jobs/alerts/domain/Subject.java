package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.Sha256;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ResourceKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a notice is about, in words that stay the same while it is about the same: {@code eip
 * 100.64.0.1}, {@code exporter 192.0.2.1}, {@code account acme}, {@code pipeline billing slot 3}.
 */
public final class Subject {
  private Subject() {}

  public static String of(AlertNotice notice) {
    return word(notice.getResourceKind()) + " " + name(notice);
  }

  /** Without the kind. */
  public static String name(AlertNotice notice) {
    return switch (notice.getResourceKind()) {
      case RESOURCE_KIND_ACCOUNT -> notice.getAccount();
      case RESOURCE_KIND_PIPELINE -> notice.getResourceName();
      default -> Resource.text(Address.of(notice.getAddress().toByteArray()));
    };
  }

  static String of(Resource resource) {
    return word(resource.kind())
        + " "
        + switch (resource.kind()) {
          case RESOURCE_KIND_ACCOUNT -> resource.account();
          case RESOURCE_KIND_PIPELINE -> resource.name();
          default -> resource.addressText();
        };
  }

  /** eip, exporter, account or pipeline. */
  public static String word(ResourceKind kind) {
    return switch (kind) {
      case RESOURCE_KIND_EXPORTER -> "exporter";
      case RESOURCE_KIND_ACCOUNT -> "account";
      case RESOURCE_KIND_PIPELINE -> "pipeline";
      default -> "eip";
    };
  }

  /** Where what has a name and no address is kept: never an address of anybody. */
  static Address keyOf(String name) {
    ByteBuffer hash =
        ByteBuffer.wrap(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8)));
    return new Address(hash.getLong(), hash.getLong());
  }
}
