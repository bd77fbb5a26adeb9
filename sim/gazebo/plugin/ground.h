// What the robot stands on, as far as its odometry needs to know.

#pragma once

#include <cmath>
#include <sdf/sdf.hh>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mbmpo {

// Height of the ground over its mean plane: tiles, and a slope along x.
struct Ground {
  double slope = 0, tile = 1;
  int columns = 0, rows = 0;
  std::vector<double> heights;

  double at(double x, double y) const {
    double z = slope * x;
    int column = static_cast<int>(std::floor(x / tile + 0.5 * columns));
    int row = static_cast<int>(std::floor(y / tile + 0.5 * rows));
    if (column >= 0 && column < columns && row >= 0 && row < rows) {
      z += heights[row * columns + column];
    }
    return z;
  }

  // From the world's description; throws std::runtime_error when tiles are missing.
  static Ground of(sdf::ElementPtr e) {
    Ground ground;
    ground.slope = e->Get<double>("slope");
    ground.tile = e->Get<double>("tile");
    ground.columns = e->Get<int>("columns");
    ground.rows = e->Get<int>("rows");
    std::istringstream heights(e->Get<std::string>("heights"));
    for (double h; heights >> h;) {
      ground.heights.push_back(h);
    }
    if (ground.heights.size() != static_cast<size_t>(ground.columns) * ground.rows) {
      throw std::runtime_error("ground: as many heights are wanted as there are tiles");
    }
    return ground;
  }
};

}  // namespace mbmpo
