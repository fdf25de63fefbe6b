package io.eipmeter.schemas.files;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text of a file: UTF-8 and nothing else; a byte order mark is read and dropped. */
public final class TextFile {
  /** Of a file that is read whole. 100,000 addresses as YAML are 30 MB. */
  static final int MOST_BYTES = 128 << 20;

  private static final int MARK_BYTES = 4;

  private TextFile() {}

  /**
   * All of it.
   *
   * @throws BadFileException if there is none, it can't be read, is too large or no UTF-8
   */
  public static String read(Path file) {
    return read(file, MOST_BYTES);
  }

  static String read(Path file, int mostBytes) {
    try (InputStream in = stream(file)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new BadFileException(file + " is larger than " + mostBytes + " bytes");
      }
      return text(file.toString(), bytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The text of bytes.
   *
   * @param name what to call them in a sentence
   * @throws BadFileException if they are no UTF-8; it names the line
   */
  public static String text(String name, byte[] bytes) {
    int mark = markBytes(name, bytes, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder().decode(in, out, true);
    if (result.isError()) {
      long line = 1 + out.flip().chars().filter(each -> each == '\n').count();
      throw notUtf8(name + ", line " + line);
    }
    return out.flip().toString();
  }

  /**
   * A reader of it, which throws {@link java.nio.charset.CharacterCodingException} at what is no
   * UTF-8.
   *
   * @throws BadFileException if there is none, or it can't be read
   */
  static BufferedReader open(Path file) {
    try {
      BufferedInputStream in = new BufferedInputStream(stream(file));
      try {
        in.mark(MARK_BYTES);
        byte[] first = in.readNBytes(MARK_BYTES);
        in.reset();
        in.skipNBytes(markBytes(file.toString(), first, first.length));
        return new BufferedReader(new InputStreamReader(in, decoder()));
      } catch (IOException | BadFileException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The name of a file's last part, in small letters or as it is, tells its form. */
  static boolean endsWith(Path file, String ending) {
    Path name = file.getFileName();
    return name != null
        && name.toString()
            .regionMatches(
                true, name.toString().length() - ending.length(), ending, 0, ending.length());
  }

  static BadFileException notUtf8(String place) {
    return new BadFileException(
        place + ": is no text in UTF-8 (Latin-1, perhaps); save the file as UTF-8");
  }

  static BadFileException unreadable(Path file, IOException e) {
    String why = e instanceof AccessDeniedException ? "not allowed" : reason(e);
    return new BadFileException(file + " can't be read: " + why);
  }

  private static @Nullable String reason(IOException e) {
    return e.getMessage();
  }

  private static InputStream stream(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadFileException(file + " is a folder, not a file");
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new BadFileException("there is no file " + file);
    }
  }

  private static CharsetDecoder decoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** How many bytes of a byte order mark of UTF-8 there are; those of others are refused. */
  private static int markBytes(String name, byte[] bytes, int count) {
    if (count >= 2) {
      int first = bytes[0] & 0xff;
      int second = bytes[1] & 0xff;
      boolean marked = first == 0xff && second == 0xfe || first == 0xfe && second == 0xff;
      if (marked || first == 0 || second == 0) {
        throw new BadFileException(name + " is text in UTF-16, or none; save the file as UTF-8");
      }
      if (count >= 3 && first == 0xef && second == 0xbb && (bytes[2] & 0xff) == 0xbf) {
        return 3;
      }
    }
    return 0;
  }
}
