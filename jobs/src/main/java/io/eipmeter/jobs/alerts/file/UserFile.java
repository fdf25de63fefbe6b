package io.eipmeter.jobs.alerts.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A text that a user names. */
public final class UserFile {
  private UserFile() {}

  /** Reads all of it, or says why it can't be read. */
  public static String read(Path file) throws BadFileException {
    if (Files.isDirectory(file)) {
      throw new BadFileException(file + " is a directory");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadFileException("there is no file " + file);
    } catch (CharacterCodingException e) {
      throw new BadFileException(file + " is no text in UTF-8");
    } catch (IOException e) {
      throw new BadFileException(file + " can't be read: " + e.getMessage());
    }
  }
}
