package io.eipmeter.schemas.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Trees into records. Nothing is made to fit: a text is no number, a number no text. */
final class Binding<T> {
  private static final JsonMapper STRICT = strict();

  private final ObjectReader reader;

  Binding(Class<T> type) {
    this.reader = STRICT.readerFor(type);
  }

  private static JsonMapper strict() {
    JsonMapper.Builder mapper =
        JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // was '5.0', not '5'
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .addModule(new SimpleModule().addDeserializer(Duration.class, new Durations()));
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.withCoercionConfig(
          LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
    }
    return mapper.build();
  }

  /**
   * The record.
   *
   * @throws BadFieldException if a record's own check refuses it
   */
  T bind(JsonNode tree) {
    try {
      return reader.readValue(tree);
    } catch (JsonMappingException e) {
      throw fault(tree, e);
    } catch (JsonProcessingException e) {
      throw new BadFieldException("", e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a tree needs no reading", e);
    }
  }

  private static BadFieldException fault(JsonNode tree, JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      pointer.append(
          step.getFieldName() == null
              ? "/" + step.getIndex()
              : BadFieldException.step(step.getFieldName()));
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadFieldException field) {
        return field.below(pointer.toString());
      }
      if (cause instanceof IllegalArgumentException) {
        return new BadFieldException(pointer.toString(), String.valueOf(cause.getMessage()));
      }
    }
    return new BadFieldException(
        pointer.toString(),
        e instanceof MismatchedInputException mismatch
            ? "must be "
                + noun(mismatch.getTargetType())
                + ", was "
                + Complaint.shown(tree.at(pointer.toString()))
            : e.getOriginalMessage());
  }

  /** JSON Schema takes 5.0 for a whole number; we don't. */
  private static String noun(@Nullable Class<?> type) {
    if (type == Long.class || type == long.class || type == Integer.class || type == int.class) {
      return "a whole number";
    }
    return type == null ? "something else" : "a " + type.getSimpleName();
  }

  /** {@code PT5M}; at most a hundred years, so that its milliseconds are a long. */
  private static final class Durations extends StdScalarDeserializer<Duration> {
    @Serial private static final long serialVersionUID = 1L;
    private static final Duration LONGEST = Duration.ofDays(36_525);

    Durations() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      try {
        Duration duration = Duration.parse(text);
        if (duration.abs().compareTo(LONGEST) <= 0) {
          return duration;
        }
      } catch (DateTimeException | ArithmeticException e) {
        throw new BadFieldException(
            "", "must be a duration like PT90S, PT5M or P1D, was '" + text + "'");
      }
      throw new BadFieldException("", "must be at most a hundred years, was '" + text + "'");
    }
  }
}
