package dev.lathe;

/** The main class of lathe-runtime.jar: prints what Lathe finds on this host and what to change. */
final class Doctor {
  private Doctor() {}

  public static void main(String[] args) {
    Runtime.Version java = Runtime.version();
    System.out.println(
        "Java:              "
            + java
            + " on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    try {
      System.out.println(Lathe.status());
    } catch (LatheException e) {
      System.out.println("refused:           " + e.getMessage());
      System.exit(1);
    }
    System.out.println(
        "flags:             class path: --enable-native-access=ALL-UNNAMED; module path:"
            + " --enable-native-access=dev.lathe");
  }
}
