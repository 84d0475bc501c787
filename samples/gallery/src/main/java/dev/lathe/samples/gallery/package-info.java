/** Pictures drawn and filtered by kernels, and written as PNG files. */
package dev.lathe.samples.gallery;
