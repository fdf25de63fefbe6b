package io.eipmeter.schemas.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Schema that we publish, {@code files/NAME.schema.json}, and its complaints in our words.
 */
final class FileSchema {
  private static final String FOLDER = "/files/";
  private static final String ENDING = ".schema.json";

  private final JsonNode document;
  private final JsonSchema schema;

  private FileSchema(JsonNode document) {
    this.document = document;
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                document, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
    schema.initializeValidators();
  }

  /** The schema of a file. */
  static FileSchema of(String name) {
    return new FileSchema(document(name));
  }

  /** The schema of each element of a file that is a list. */
  static FileSchema ofElements(String name) {
    JsonNode whole = document(name);
    com.fasterxml.jackson.databind.node.ObjectNode element = whole.path("items").deepCopy();
    element.set("$schema", whole.path("$schema"));
    element.set("$defs", whole.path("$defs"));
    return new FileSchema(element);
  }

  private static JsonNode document(String name) {
    try (InputStream in = FileSchema.class.getResourceAsStream(FOLDER + name + ENDING)) {
      if (in == null) {
        throw new IllegalStateException("there is no schema " + name + " in this build");
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schemas of an object's keys. */
  JsonNode properties() {
    return document.path("properties");
  }

  /** What the schema has against a tree. One fault is enough: what explains the others. */
  Optional<BadFieldException> fault(JsonNode tree) {
    Set<ValidationMessage> messages = schema.validate(tree);
    return messages.stream()
        .min(Comparator.comparingInt(FileSchema::rank))
        .map(message -> new Complaint(document, message).sentence());
  }

  /** A key that is written wrong is also one that is missing: the first explains the second. */
  private static int rank(ValidationMessage message) {
    return switch (message.getType()) {
      case "additionalProperties" -> 0;
      case "oneOf" -> 1;
      default -> message.getEvaluationPath().toString().contains("/oneOf/") ? 3 : 2;
    };
  }
}
