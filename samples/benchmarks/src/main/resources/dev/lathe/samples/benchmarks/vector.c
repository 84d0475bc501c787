/* The kernels of VectorKernels and VectorMath; n is the length of the first array. */
#include <math.h>
#include <stdint.h>

void axpy(double a, const double *x, double *y, int n) {
  for (int i = 0; i < n; i++) y[i] = a * x[i] + y[i];
}

void expression(const double *a, const double *b, const double *c, const double *d, const double *e, double *out, int n) {
  for (int i = 0; i < n; i++) out[i] = (a[i] + b[i]) * c[i] - d[i] * e[i];
}

double sum(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += x[i];
  return sum;
}

double dot(const double *x, const double *y, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

void horner(const double *x, double *out, int n) {
  for (int i = 0; i < n; i++) {
    double t = x[i], p = 0.1;
    p = p * t + 0.2;
    p = p * t - 0.3;
    p = p * t + 0.4;
    p = p * t - 0.5;
    p = p * t + 0.6;
    p = p * t - 0.7;
    p = p * t + 0.8;
    p = p * t - 0.9;
    p = p * t + 1.0;
    p = p * t - 1.1;
    p = p * t + 1.2;
    p = p * t - 1.3;
    p = p * t + 1.4;
    p = p * t - 1.5;
    out[i] = p * t + 1.6;
  }
}

void mandelbrot(int *out, int width, int n) {
  int height = n / width;
  for (int row = 0; row < height; row++) {
    double y0 = row * (2.5 / height) - 1.25;
    for (int column = 0; column < width; column++) {
      double x0 = column * (3.0 / width) - 2.25, x = 0, y = 0;
      int count = 0;
      while (count < 256 && x * x + y * y <= 4) {
        double next = x * x - y * y + x0;
        y = 2 * x * y + y0;
        x = next;
        count++;
      }
      out[row * width + column] = count;
    }
  }
}

void blend(const uint32_t *over, const uint32_t *under, uint32_t *out, int n) {
  for (int i = 0; i < n; i++) {
    uint32_t s = over[i], d = under[i], alpha = s >> 24, rest = 255 - alpha;
    uint32_t redBlue = (((s & 0xFF00FF) * alpha + (d & 0xFF00FF) * rest) >> 8) & 0xFF00FF;
    uint32_t green = ((s >> 8 & 0xFF) * alpha + (d >> 8 & 0xFF) * rest) & 0xFF00;
    out[i] = 0xFF000000 | redBlue | green;
  }
}

void gray(uint8_t *out, const uint8_t *rgb, int n) {
  for (int i = 0; i < n; i++) {
    int red = rgb[3 * i], green = rgb[3 * i + 1], blue = rgb[3 * i + 2];
    out[i] = (77 * red + 150 * green + 29 * blue) >> 8;
  }
}

void fmix(const uint32_t *x, uint32_t *out, int n) {
  for (int i = 0; i < n; i++) {
    uint32_t h = x[i];
    h ^= h >> 16;
    h *= 0x85EBCA6B;
    h ^= h >> 13;
    h *= 0xC2B2AE35;
    h ^= h >> 16;
    out[i] = h;
  }
}

void jacobi(const double *in, double *out, int width, int n) {
  int height = n / width;
  for (int row = 1; row < height - 1; row++) {
    for (int column = 1; column < width - 1; column++) {
      int at = row * width + column;
      out[at] = 0.2 * (in[at] + in[at - 1] + in[at + 1] + in[at - width] + in[at + width]);
    }
  }
}

void matmul(const double *a, const double *b, double *out, int size, int n) {
  for (int i = 0; i < size; i++) {
    for (int j = 0; j < size; j++) {
      double sum = 0;
      for (int k = 0; k < size; k++) sum += a[i * size + k] * b[k * size + j];
      out[i * size + j] = sum;
    }
  }
}

double max(const double *x, int n) {
  double max = -1e308;
  for (int i = 0; i < n; i++) max = x[i] > max ? x[i] : max;
  return max;
}

void narrow(const int *x, int8_t *out, int n) {
  for (int i = 0; i < n; i++) out[i] = (int8_t) x[i];
}

int count(const int *x, int limit, int n) {
  int count = 0;
  for (int i = 0; i < n; i++) count += x[i] < limit;
  return count;
}

void exps(const double *x, double *out, int n) {
  for (int i = 0; i < n; i++) out[i] = exp(x[i]);
}

void logs(const double *x, double *out, int n) {
  for (int i = 0; i < n; i++) out[i] = log(x[i]);
}

void sines(const double *x, double *out, int n) {
  for (int i = 0; i < n; i++) out[i] = sin(x[i]);
}

void powers(const double *x, const double *y, double *out, int n) {
  for (int i = 0; i < n; i++) out[i] = pow(x[i], y[i]);
}

static inline double phi(double x) {
  /* Abramowitz and Stegun 26.2.17 */
  double a = fabs(x), t = 1 / (1 + 0.2316419 * a);
  double p = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t;
  double tail = 0.3989422804014327 * exp(-0.5 * a * a) * p;
  return x < 0 ? tail : 1 - tail;
}

void blackScholes(const double *spot, const double *strike, const double *years, double rate, double volatility, double *out, int n) {
  for (int i = 0; i < n; i++) {
    double root = volatility * sqrt(years[i]);
    double d1 = (log(spot[i] / strike[i]) + (rate + 0.5 * volatility * volatility) * years[i]) / root;
    double d2 = d1 - root;
    out[i] = spot[i] * phi(d1) - strike[i] * exp(-rate * years[i]) * phi(d2);
  }
}
