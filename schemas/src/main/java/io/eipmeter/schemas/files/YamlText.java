package io.eipmeter.schemas.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One document of YAML as a tree. Keys twice, aliases, tags, a second document and what is nested
 * too deep are refused; words mean what {@link Scalars} says.
 */
final class YamlText {
  private static final int MOST_DEPTH = 32;
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final String name;
  private final Iterator<Event> events;
  private final @Nullable Map<String, Integer> lines;

  private YamlText(String name, String text, @Nullable Map<String, Integer> lines) {
    this.name = name;
    this.lines = lines;
    this.events = new Parse(settings(text)).parseReader(new StringReader(text)).iterator();
  }

  private static LoadSettings settings(String text) {
    return LoadSettings.builder()
        // The scanner copies its window with each piece it reads while a token goes on: a comment
        // of 5 MB in pieces of 1 KB took 36 s. So it reads all at once.
        .setBufferSize(text.length() + 1)
        .setCodePointLimit(Integer.MAX_VALUE) // bounded where the file is read
        .build();
  }

  /**
   * The tree.
   *
   * @throws BadFileException if it is none
   */
  static JsonNode tree(String name, String text) {
    return new YamlText(name, text, null).document();
  }

  /**
   * The line of what a pointer points at, or of the nearest thing around it. It reads the text once
   * more: only what is wrong is asked for.
   */
  static int line(String name, String text, String pointer) {
    Map<String, Integer> lines = new HashMap<>();
    new YamlText(name, text, lines).document();
    String at = pointer;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return lines.getOrDefault(at, 1);
  }

  /**
   * The elements of a document that is a list, one at a time.
   *
   * @throws BadFileException if it is none, now or while they are read
   */
  static Rows.Source<JsonNode> elements(String name, String text) {
    YamlText yaml = new YamlText(name, text, null);
    yaml.guarded(yaml::beginList);
    return new Rows.Source<>() {
      private boolean ended;

      @Override
      public @Nullable Row<JsonNode> next() {
        Row<JsonNode> row = ended ? null : yaml.guarded(yaml::element);
        ended = row == null;
        return row;
      }

      @Override
      public void close() {}
    };
  }

  private JsonNode document() {
    return guarded(
        () -> {
          begin();
          JsonNode root = node(next(), "", 0);
          end();
          return root;
        });
  }

  private void begin() {
    next(); // the start of the stream
    if (next().getEventId() == Event.ID.StreamEnd) {
      throw new BadFileException(name + " is empty");
    }
  }

  private boolean beginList() {
    begin();
    Event first = next();
    if (first.getEventId() != Event.ID.SequenceStart) {
      throw bad(first, "must be a list");
    }
    return true;
  }

  private @Nullable Row<JsonNode> element() {
    Event event = next();
    if (event.getEventId() == Event.ID.SequenceEnd) {
      end();
      return null;
    }
    return new Row<>(name, line(event), node(event, "", 1));
  }

  private void end() {
    next(); // the end of the document
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw bad(end, "a second document begins here; write one a file");
    }
  }

  private <T extends @Nullable Object> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (MarkedYamlEngineException e) {
      String at = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      throw new BadFileException(name + at + ": is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new BadFileException(name + ": is no YAML: " + e.getMessage());
    }
  }

  private Event next() {
    return events.next();
  }

  private JsonNode node(Event event, String pointer, int depth) {
    if (depth > MOST_DEPTH) {
      throw bad(event, "is nested deeper than " + MOST_DEPTH + " levels");
    }
    note(pointer, event);
    switch (event.getEventId()) {
      case Scalar:
        return scalar((ScalarEvent) event);
      case SequenceStart:
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        return sequence(pointer, depth);
      case MappingStart:
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        return mapping(pointer, depth);
      case Alias:
        throw bad(
            event,
            "*"
                + ((NodeEvent) event).getAnchor().map(Object::toString).orElse("")
                + " is an alias; write out what it stands for");
      default:
        throw new IllegalStateException("event " + event);
    }
  }

  private JsonNode scalar(ScalarEvent event) {
    refuseTag(event, event.getTag());
    return event.isPlain() ? Scalars.plain(event.getValue()) : TextNode.valueOf(event.getValue());
  }

  private ArrayNode sequence(String pointer, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      array.add(node(event, lines == null ? pointer : pointer + "/" + array.size(), depth + 1));
    }
    return array;
  }

  private ObjectNode mapping(String pointer, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw bad(event, "a key must be a word");
      }
      refuseTag(key, key.getTag());
      if (object.has(key.getValue())) {
        throw bad(event, "the key '" + key.getValue() + "' stands twice");
      }
      String at = lines == null ? pointer : pointer + BadFieldException.step(key.getValue());
      JsonNode value = node(next(), at, depth + 1);
      note(at, event); // the key's line, not that of a value below it
      object.set(key.getValue(), value);
    }
    return object;
  }

  private void note(String pointer, Event event) {
    if (lines != null) {
      lines.put(pointer, line(event));
    }
  }

  private void refuseTag(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      throw bad(event, "tags such as " + tag.get() + " are not taken; leave it out");
    }
  }

  private BadFileException bad(Event event, String sentence) {
    return new BadFileException(name + ", line " + line(event) + ": " + sentence);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
