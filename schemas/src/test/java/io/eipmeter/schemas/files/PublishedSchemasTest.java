package io.eipmeter.schemas.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor shows, and what lets nothing through. */
class PublishedSchemasTest {
  private static final Path FOLDER = Path.of("src/main/resources/files");
  private static final String ENDING = ".schema.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> schemas() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aSchemaIsClosedBoundedAndDescribed(Path file) throws IOException {
    JsonNode schema = JSON.readTree(file.toFile());
    String name = file.getFileName().toString();
    assertThat(name).endsWith(ENDING);
    assertThat(schema.path("$id").asText()).isEqualTo("https://eipmeter.io/schemas/files/" + name);
    assertThat(schema.path("title").asText()).isNotEmpty();
    List<String> faults = new ArrayList<>();
    look(schema, schema, "", faults);
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aSchemaIsOne(Path file) throws IOException {
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(JSON.readTree(file.toFile())))
        .isEmpty();
  }

  private static void look(JsonNode root, JsonNode schema, String at, List<String> faults) {
    if (at.endsWith("/if")) {
      return; // asks, and refuses nothing
    }
    JsonNode target = schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : null;
    if (target != null && target.isMissingNode()) {
      faults.add(at + ": " + schema.get("$ref"));
    }
    String type = schema.path("type").toString();
    boolean parted = schema.has("then") && schema.has("else"); // each is looked at by itself
    if (type.contains("object") && !schema.has("additionalProperties") && !parted) {
      faults.add(at + " takes unknown keys");
    }
    if (type.contains("integer") && !(schema.has("minimum") && schema.has("maximum"))) {
      faults.add(at + " has no range");
    }
    boolean chosen = schema.has("enum") || schema.has("const") || schema.has("if");
    if (type.contains("string") && !chosen && !schema.has("maxLength")) {
      faults.add(at + " has no greatest length");
    }
    if (type.contains("array") && !schema.has("items") && !schema.has("else")) {
      faults.add(at + " has elements of any kind");
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            each -> {
              JsonNode value = each.getValue();
              boolean described = value.has("title") && value.has("description");
              if (value.isObject() && !described) {
                faults.add(at + "/" + each.getKey() + " has no title or no description");
              }
            });
    schema
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isContainerNode() && !each.getKey().equals("examples")) {
                look(root, each.getValue(), at + "/" + each.getKey(), faults);
              }
            });
    if (schema.isArray()) {
      schema.forEach(each -> look(root, each, at + "/-", faults));
    }
  }
}
