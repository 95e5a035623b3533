package dev.vitals.service.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page for clients prints in fences. */
record ClientsPage(String text, List<Fence> fences) {
  /** What to send. */
  static final Path CLIENTS = Path.of("../docs/clients.md");

  /** What to ask. */
  static final Path API = Path.of("../docs/api.md");

  /** Where their commands are run, and their inputs lie. */
  static final Path INPUTS = Path.of("../docs/clients");

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("^##+ (.*)$", Pattern.MULTILINE);

  /**
   * @param heading what it stands under
   */
  record Fence(String heading, String language, String text) {}

  /** In what an answer is printed. */
  private static final Set<String> ANSWERS = Set.of("json", "csv");

  /**
   * @param answer what it prints; empty for one that prints nothing
   * @param isJson or else it is text
   */
  record Command(String heading, String script, String answer, boolean isJson) {
    /** The test's name. */
    @Override
    public String toString() {
      return heading + ": " + script.lines().findFirst().orElseThrow();
    }
  }

  static ClientsPage read(Path page) throws IOException {
    String text = Files.readString(page);
    List<Fence> fences = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      fences.add(new Fence(headingAt(text, fence.start()), fence.group(1), fence.group(2)));
    }
    return new ClientsPage(text, fences);
  }

  private static String headingAt(String text, int end) {
    return HEADING
        .matcher(text.substring(0, end))
        .results()
        .map(heading -> heading.group(1))
        .reduce("", (before, heading) -> heading);
  }

  /** All of them in their order, each with the answer printed right behind it. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < fences.size(); i++) {
      Fence fence = fences.get(i);
      if (fence.language().equals("sh")) {
        Fence next = i + 1 < fences.size() ? fences.get(i + 1) : fence;
        commands.add(
            new Command(
                fence.heading(),
                fence.text(),
                ANSWERS.contains(next.language()) ? next.text() : "",
                next.language().equals("json")));
      }
    }
    return commands;
  }

  /** The one in that language. */
  String only(String language) {
    List<Fence> found = fences.stream().filter(fence -> fence.language().equals(language)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " fences in " + language);
    }
    return found.get(0).text();
  }
}
