// hnswlib, driven by bin/bench vectors over standard input and output; all numbers little-endian.
//
//   hnswlib_driver BASE.fvecs QUERIES.fvecs cosine|dot|l2 M EF_CONSTRUCTION
//
// Builds the index on one thread and prints "built SECONDS INDEX_BYTES RESIDENT_BYTES". Then for
// each line "EF K" on standard input it answers all queries, and prints "answered QUERIES" and as
// binary, for each query, an i64 of nanoseconds and K i32 labels (-1 where there is none).
#include <hnswlib/hnswlib.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Vectors {
  int dimension = 0;
  std::vector<float> values;
  size_t size() const { return dimension == 0 ? 0 : values.size() / dimension; }
  const float* at(size_t i) const { return values.data() + i * dimension; }
};

Vectors read(const char* path, bool normalize) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error(std::string("cannot open ") + path);
  }
  Vectors vectors;
  int32_t length = 0;
  while (file.read(reinterpret_cast<char*>(&length), 4)) {
    if (vectors.dimension == 0) {
      vectors.dimension = length;
    } else if (vectors.dimension != length) {
      throw std::runtime_error("vectors of different dimensions");
    }
    size_t start = vectors.values.size();
    vectors.values.resize(start + length);
    float* vector = vectors.values.data() + start;
    if (!file.read(reinterpret_cast<char*>(vector), 4L * length)) {
      throw std::runtime_error("the file ends within a record");
    }
    if (normalize) {
      double squares = 0;
      for (int i = 0; i < length; i++) {
        squares += double(vector[i]) * vector[i];
      }
      float scale = float(1 / std::sqrt(squares));
      for (int i = 0; i < length; i++) {
        vector[i] *= scale;
      }
    }
  }
  return vectors;
}

long residentBytes() {
  long pages = 0;
  long resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: hnswlib_driver BASE QUERIES cosine|dot|l2 M EF_CONSTRUCTION\n");
    return 64;
  }
  const std::string similarity = argv[3];
  const Vectors queries = read(argv[2], similarity == "cosine");
  const long before = residentBytes();
  Vectors base = read(argv[1], similarity == "cosine");
  std::unique_ptr<hnswlib::SpaceInterface<float>> space;
  if (similarity == "l2") {
    space = std::make_unique<hnswlib::L2Space>(base.dimension);
  } else {
    space = std::make_unique<hnswlib::InnerProductSpace>(base.dimension);
  }
  const auto start = Clock::now();
  hnswlib::HierarchicalNSW<float> index(
      space.get(), base.size(), std::stoul(argv[4]), std::stoul(argv[5]));
  for (size_t i = 0; i < base.size(); i++) {
    index.addPoint(base.at(i), i);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  // The index has its own copy.
  base.values = std::vector<float>();
  long links = 0;
  for (size_t i = 0; i < index.cur_element_count; i++) {
    links += index.element_levels_[i] * index.size_links_per_element_;
  }
  const long bytes = long(index.cur_element_count * index.size_data_per_element_) + links;
  std::printf("built %f %ld %ld\n", seconds, bytes, residentBytes() - before);
  std::fflush(stdout);

  size_t ef = 0;
  size_t k = 0;
  while (std::cin >> ef >> k) {
    index.setEf(ef);
    std::vector<int64_t> nanos(queries.size());
    std::vector<int32_t> labels(queries.size() * k, -1);
    for (size_t i = 0; i < queries.size(); i++) {
      const auto begin = Clock::now();
      auto hits = index.searchKnn(queries.at(i), k);
      for (size_t j = hits.size(); j-- > 0;) {
        labels[i * k + j] = int32_t(hits.top().second);
        hits.pop();
      }
      nanos[i] = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
    }
    std::printf("answered %zu\n", queries.size());
    for (size_t i = 0; i < queries.size(); i++) {
      std::fwrite(&nanos[i], 8, 1, stdout);
      std::fwrite(&labels[i * k], 4, k, stdout);
    }
    std::fflush(stdout);
  }
  return 0;
}
