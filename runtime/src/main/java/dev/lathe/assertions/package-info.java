/** Assertions for users' tests of kernels. Nothing else in Lathe uses them. */
package dev.lathe.assertions;
