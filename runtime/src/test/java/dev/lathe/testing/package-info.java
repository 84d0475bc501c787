/**
 * What the tests of all packages share: edge values, random functions, and the {@link
 * dev.lathe.testing.Engine}s, which must agree on the result of every function.
 */
package dev.lathe.testing;
