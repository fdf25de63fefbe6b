package io.eipmeter.schemas.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a schema has against a value, as a sentence: what is wrong, the value, what is allowed. */
final class Complaint {
  private static final int MOST_SHOWN = 60;

  private final ValidationMessage message;

  /** The schema that holds the keyword which complains. */
  private final JsonNode schema;

  private final boolean secret;

  Complaint(JsonNode document, ValidationMessage message) {
    this.message = message;
    this.secret = document.path("writeOnly").asBoolean();
    JsonPointer keyword = JsonPointer.compile(message.getSchemaLocation().getFragment().toString());
    JsonPointer holder = keyword.head();
    this.schema = holder == null ? document : document.at(holder);
  }

  BadFieldException sentence() {
    String pointer = message.getInstanceLocation().toString();
    boolean unknown = message.getType().equals("additionalProperties");
    return new BadFieldException(
        unknown ? pointer + BadFieldException.step(message.getProperty()) : pointer, words());
  }

  private String words() {
    JsonNode rule = message.getSchemaNode();
    return switch (message.getType()) {
      case "additionalProperties" -> "there is no such key, only " + allowedKeys();
      case "required" -> "'" + message.getProperty() + "' is missing";
      case "dependentRequired" -> "needs '" + message.getArguments()[0] + "' too";
      case "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          message.getInstanceNode().isNull()
              ? "has no value; give one or leave the key out"
              : "must be " + allowed() + was() + hint();
      case "pattern", "minLength", "maxLength" -> "must be " + described() + was();
      case "minItems", "maxItems", "minProperties" ->
          message.getInstanceNode().isEmpty()
              ? "must not be empty"
              : "has too many elements: " + message.getInstanceNode().size();
      case "uniqueItems" -> "must not name anything twice";
      case "maxProperties" ->
          schema.path("additionalProperties").isObject()
              ? "has too many keys: " + message.getInstanceNode().size()
              : "needs one of " + allowedKeys() + ", and only one";
      case "oneOf" -> "needs one of " + alternatives() + ", and only one";
      case "false", "not" -> "must be " + described() + was();
      default -> rule.path("description").asText(message.getMessage());
    };
  }

  private String allowedKeys() {
    TreeSet<String> names = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return String.join(", ", names);
  }

  /** The keys that the branches of oneOf ask for. */
  private String alternatives() {
    List<String> names = new ArrayList<>();
    for (JsonNode branch : schema.path("oneOf")) {
      branch.path("required").forEach(name -> names.add(name.asText()));
    }
    return String.join(", ", names);
  }

  private String allowed() {
    if (schema.has("enum") || schema.has("const")) {
      List<String> values = new ArrayList<>();
      (schema.has("enum") ? schema.get("enum") : List.of(schema.get("const")))
          .forEach(value -> values.add(value.asText()));
      return (values.size() > 1 ? "one of " : "") + String.join(", ", values);
    }
    List<String> types = new ArrayList<>();
    if (schema.path("type").isArray()) {
      schema.get("type").forEach(type -> types.add(type(type.asText())));
    } else {
      types.add(type(schema.path("type").asText()));
    }
    types.removeIf(String::isEmpty);
    return String.join(" or ", types);
  }

  private String type(String type) {
    return switch (type) {
      case "integer" -> "a whole number" + range();
      case "number" -> "a number" + range();
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "keys with values";
      case "null" -> "";
      default -> schema.has("description") && schema.has("pattern") ? described() : "a text";
    };
  }

  private String range() {
    String least = bound("minimum", " from ") + bound("exclusiveMinimum", " above ");
    String most = bound("maximum", " to ") + bound("exclusiveMaximum", " and below ");
    return least + (least.isEmpty() && !most.isEmpty() ? " up" : "") + most;
  }

  private String bound(String keyword, String word) {
    JsonNode bound = schema.get(keyword);
    return bound == null ? "" : word + bound.decimalValue().toPlainString();
  }

  /**
   * A description that is a noun phrase, in small letters, can end the sentence; a sentence of its
   * own can't.
   */
  private String described() {
    String description = schema.path("description").asText();
    if (!description.isEmpty() && Character.isLowerCase(description.charAt(0))) {
      return description;
    }
    return "a text of "
        + schema.path("minLength").asInt(0)
        + " to "
        + schema.path("maxLength").asText("any number of")
        + " characters";
  }

  private String was() {
    return secret ? "" : ", was " + shown(message.getInstanceNode());
  }

  /** A text is due, and a number or a yes stands there. */
  private String hint() {
    JsonNode value = message.getInstanceNode();
    boolean textIsDue = message.getType().equals("type") && allowed().contains("a text");
    return textIsDue && (value.isNumber() || value.isBoolean()) ? "; put it in quotes" : "";
  }

  static String shown(JsonNode value) {
    String text = value.isContainerNode() ? value.toString() : value.asText();
    boolean cut = text.length() > MOST_SHOWN;
    return "'" + (cut ? text.substring(0, MOST_SHOWN) + "..." : text) + "'";
  }
}
