/**
 * A first look at Lathe: one kernel from source to machine code, then scalar kernels on real bytes.
 */
package dev.lathe.samples.quickstart;
