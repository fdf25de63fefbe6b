package io.eipmeter.collector.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final Set<String> NO_FACTS =
      Set.of("ownership_id", "address", "prefix_length", "from_ms", "to_ms", "source");

  /** A field that is added to the message and forgotten here would never be changed by a sync. */
  @Test
  void everyFieldOfAStatementIsAFactOrIsKnownToBeNone() {
    EipEvent none = EipEvent.getDefaultInstance();
    for (FieldDescriptor field : EipEvent.getDescriptor().getFields()) {
      EipEvent some = with(field);
      assertThat(Facts.same(none, some))
          .as(field.getName())
          .isEqualTo(NO_FACTS.contains(field.getName()));
      if (!NO_FACTS.contains(field.getName())) {
        assertThat(Facts.changes(none, some)).startsWith(field.getName() + " ");
      }
    }
  }

  private static EipEvent with(FieldDescriptor field) {
    EipEvent.Builder event = EipEvent.newBuilder();
    if (field.isMapField()) {
      return event.putTags("a", "b").build();
    }
    Object value =
        switch (field.getJavaType()) {
          case STRING -> "x";
          case INT -> 7;
          case LONG -> 7L;
          case BOOLEAN -> true;
          case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8("x");
          case ENUM -> ChargeMethod.CHARGE_METHOD_BANDWIDTH.getValueDescriptor();
          default -> throw new IllegalStateException("a new kind of field: " + field.getName());
        };
    return event.setField(field, value).build();
  }
}
