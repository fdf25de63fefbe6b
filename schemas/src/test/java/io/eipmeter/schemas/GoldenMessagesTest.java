package io.eipmeter.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledBlock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every message on the wire, with every field set, against bytes written once. A line of the golden
 * file is "name, bytes, text", between tabs. Lines are never changed: topics hold such bytes for
 * ever. Who adds a field adds a line below the message's older ones, which must go on meaning what
 * they say.
 */
class GoldenMessagesTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          DatagramBlock.getDescriptor().getFile(),
          SettledBlock.getDescriptor().getFile(),
          EipEvent.getDescriptor().getFile(),
          IdleFinding.getDescriptor().getFile(),
          OwnedQuarter.getDescriptor().getFile(),
          AlertNotice.getDescriptor().getFile());

  private static final TextFormat.Printer TEXT = TextFormat.printer().emittingSingleLine(true);

  private static List<String[]> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenMessagesTest.class.getResourceAsStream("/golden/messages-v1.tsv"))) {
      return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1))
          .filter(line -> !line.isEmpty())
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  /** By name; a message with alternatives has one example of each. */
  private static Map<String, Message> examples() {
    Map<String, Message> examples = new TreeMap<>();
    for (FileDescriptor file : FILES) {
      for (Descriptor type : file.getMessageTypes()) {
        if (type.getOneofs().isEmpty()) {
          examples.put(type.getName(), example(type, null));
        } else {
          for (FieldDescriptor choice : type.getOneofs().get(0).getFields()) {
            examples.put(type.getName() + "/" + choice.getName(), example(type, choice));
          }
        }
      }
    }
    return examples;
  }

  /** Each value is made of its field's name, so that two fields exchanged are seen. */
  private static Message example(Descriptor type, @Nullable FieldDescriptor choice) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      OneofDescriptor alternatives = field.getContainingOneof();
      FieldDescriptor chosen =
          alternatives == null ? field : choice == null ? alternatives.getField(0) : choice;
      if (chosen.equals(field)) {
        if (field.isRepeated()) {
          message.addRepeatedField(field, value(field, 0));
          message.addRepeatedField(field, value(field, 1));
        } else {
          message.setField(field, value(field, 0));
        }
      }
    }
    return message.build();
  }

  private static Object value(FieldDescriptor field, int index) {
    CRC32 crc = new CRC32();
    crc.update((field.getName() + index).getBytes(StandardCharsets.UTF_8));
    int number = (int) crc.getValue();
    return switch (field.getJavaType()) {
      case INT -> number;
      case LONG -> (long) number << 24 ^ number;
      case BOOLEAN -> true;
      case STRING -> field.getName() + index;
      case BYTE_STRING -> ByteString.copyFromUtf8(field.getName() + index);
      case ENUM -> lastValue(field.getEnumType());
      case MESSAGE -> example(field.getMessageType(), null);
      case FLOAT, DOUBLE ->
          throw new AssertionError(field + ": bytes and money are integers on the wire");
    };
  }

  private static Object lastValue(EnumDescriptor type) {
    return type.getValues().get(type.getValues().size() - 1);
  }

  @Test
  void everyMessageIsEncodedAsItsNewestGoldenLineSays() throws IOException {
    Map<String, String> newest = new TreeMap<>();
    for (String[] line : golden()) {
      newest.put(line[0], line[1] + "\t" + line[2]);
    }
    Map<String, String> now = new TreeMap<>();
    examples()
        .forEach(
            (name, message) ->
                now.put(
                    name,
                    HexFormat.of().formatHex(message.toByteArray())
                        + "\t"
                        + TEXT.printToString(message)));
    assertThat(now).isEqualTo(newest);
  }

  @Test
  void everyGoldenLineStillMeansWhatItSays() throws IOException {
    Map<String, Descriptor> types = new HashMap<>();
    for (FileDescriptor file : FILES) {
      file.getMessageTypes().forEach(type -> types.put(type.getName(), type));
    }
    for (String[] line : golden()) {
      Descriptor type = Objects.requireNonNull(types.get(line[0].split("/", -1)[0]), line[0]);
      assertThat(TEXT.printToString(parsed(type, line[1]))).as(line[0]).isEqualTo(line[2]);
    }
  }

  private static Message parsed(Descriptor type, String hex) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(type, HexFormat.of().parseHex(hex));
  }
}
