/**
 * The runner of the test files under {@code src/test/filetests}. {@link
 * dev.lathe.filetest.TestFile} says what stands in such a file; {@link dev.lathe.filetest.FileTest}
 * runs them all.
 */
package dev.lathe.filetest;
