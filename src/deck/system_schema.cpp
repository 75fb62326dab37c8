// SPDX-License-Identifier: BSD-3-Clause
// The part of the deck schema that says where atoms come from.
#include "deck/deck_schema.hpp"

namespace alder::schema {
namespace {

void check_lattice(const Reader& r, const Node& n, LatticeDeck& lattice) {
  if (lattice.is_flat() && lattice.density) {
    return r.error(n, "takes 'area_density' (atoms per area) in place of 'density' with its style");
  }
  if (!lattice.is_flat() && lattice.area_density) {
    return r.error(n, "takes 'area_density' only with the styles sq, sq2 and hex");
  }
  if (lattice.a.has_value() == (lattice.density || lattice.area_density)) {
    r.error(n, lattice.is_flat() ? "needs either 'a' or 'area_density', not both"
                                 : "needs either 'a' or 'density', not both");
  }
  const bool custom = lattice.style == LatticeDeck::Style::custom;
  if (custom == lattice.basis.empty()) {
    r.error(n, custom ? "needs 'basis' with style custom" : "takes 'basis' only with style custom");
  }
  if (!lattice.vectors.empty() && (!custom || lattice.vectors.size() != 3)) {
    r.error(n, custom ? "needs three 'vectors'" : "takes 'vectors' only with style custom");
  }
  if (lattice.is_flat() && lattice.repeat[2] != 1) {
    r.error(n, "is a layer: the last number of 'repeat' must be 1");
  }
}

Codec<LatticeDeck> lattice_codec() {
  using Style = LatticeDeck::Style;
  return Record<LatticeDeck>("lattice")
      .required("style", &LatticeDeck::style,
                choice<Style>({{"fcc", Style::fcc},
                               {"bcc", Style::bcc},
                               {"sc", Style::sc},
                               {"diamond", Style::diamond},
                               {"hcp", Style::hcp},
                               {"custom", Style::custom},
                               {"sq", Style::sq},
                               {"sq2", Style::sq2},
                               {"hex", Style::hex}}),
                "Crystal structure; hcp is the orthogonal cell of four atoms with ideal c/a. sq, "
                "sq2 and hex are layers with one, two and two atoms in a rectangular cell.")
      .field("a", &LatticeDeck::a, optional(number(dimension::length, Bound::positive)),
             "Lattice constant.")
      .field("density", &LatticeDeck::density,
             optional(number(dimension::number_density, Bound::positive)),
             "Atoms per volume, instead of `a`.")
      .field("area_density", &LatticeDeck::area_density,
             optional(number({.length = -2}, Bound::positive)),
             "sq, sq2, hex: atoms per area, instead of `a`.")
      .field("repeat", &LatticeDeck::repeat, three(integer(1)),
             "Cells along each axis; not in `create`, where the lattice fills the box.")
      .required("species", &LatticeDeck::species, list_of(text(), true),
                "Species of all atoms, or one for each atom of the basis.")
      .field("basis", &LatticeDeck::basis, list_of(vector(dimension::none)),
             "custom: atoms of the cell, as fractions of its edges.")
      .field("vectors", &LatticeDeck::vectors, list_of(vector(dimension::none)),
             "custom: the three cell edges in multiples of `a`, in the form [ax, 0, 0], "
             "[bx, by, 0], [cx, cy, cz]; default: a cube.")
      .check(check_lattice)
      .codec();
}

Codec<ReadDeck> read_codec() {
  using Format = ReadDeck::Format;
  return Record<ReadDeck>("read")
      .required("file", &ReadDeck::file, text(), "Path, relative to the deck.")
      .field("format", &ReadDeck::format,
             choice<Format>({{"auto", Format::automatic},
                             {"lammps-data", Format::lammps_data},
                             {"extxyz", Format::extxyz},
                             {"h5md", Format::h5md}}),
             "Format of the file; auto goes by its name (.xyz and .extxyz, .h5md, else "
             "lammps-data).")
      .field("atom_style", &ReadDeck::atom_style, text(),
             "lammps-data: columns of the Atoms section, where the file does not say (default "
             "atomic).")
      .field("frame", &ReadDeck::frame, integer(INT64_MIN),
             "extxyz, h5md: which frame, from 0; negative counts from the end.")
      .codec();
}

// A range of coordinates: two numbers in order, or none.
std::function<void(const Reader&, const Node&, const std::vector<double>&)> range_check(
    const std::string& name) {
  return [name](const Reader& r, const Node& n, const std::vector<double>& range) {
    if (range.empty() || (range.size() == 2 && range[0] <= range[1])) return;
    r.error(n, "needs two numbers in '" + name + "', the lower one first");
  };
}

Codec<std::vector<double>> range() {
  return list_of(number(dimension::length));
}

Codec<BlockDeck> block_codec() {
  return Record<BlockDeck>("block")
      .field("x", &BlockDeck::x, range(), "Lowest and highest x; default: not bounded.")
      .field("y", &BlockDeck::y, range(), "The same for y.")
      .field("z", &BlockDeck::z, range(), "The same for z.")
      .check([](const Reader& r, const Node& n, BlockDeck& block) {
        range_check("x")(r, n, block.x);
        range_check("y")(r, n, block.y);
        range_check("z")(r, n, block.z);
      })
      .codec();
}

Codec<SphereDeck> sphere_codec() {
  return Record<SphereDeck>("sphere")
      .required("center", &SphereDeck::center, vector(dimension::length), "Center.")
      .required("radius", &SphereDeck::radius, number(dimension::length, Bound::positive),
                "Radius.")
      .codec();
}

Codec<CylinderDeck> cylinder_codec() {
  return Record<CylinderDeck>("cylinder")
      .field("axis", &CylinderDeck::axis, word({"x", "y", "z"}), "Direction of the axis.")
      .required("center", &CylinderDeck::center, vector(dimension::length), "A point of the axis.")
      .required("radius", &CylinderDeck::radius, number(dimension::length, Bound::positive),
                "Radius.")
      .field("span", &CylinderDeck::span, range(),
             "Lowest and highest coordinate along the axis; default: not bounded.")
      .check([](const Reader& r, const Node& n, CylinderDeck& c) {
        range_check("span")(r, n, c.span);
      })
      .codec();
}

Codec<PlaneDeck> plane_codec() {
  return Record<PlaneDeck>("plane")
      .required("point", &PlaneDeck::point, vector(dimension::length), "A point of the plane.")
      .required("normal", &PlaneDeck::normal, vector(dimension::none),
                "Points to the side that is the region; of any length.")
      .check([](const Reader& r, const Node& n, PlaneDeck& plane) {
        if (plane.normal == Vec3{}) r.error(n, "needs a 'normal' that is not zero");
      })
      .codec();
}

void check_region(const Reader& r, const Node& n, RegionDeck& region) {
  const int shapes = region.block.has_value() + region.sphere.has_value() +
                     region.cylinder.has_value() + region.plane.has_value() +
                     !region.any_of.empty() + !region.all_of.empty();
  if (shapes != 1) {
    r.error(n,
            "needs one of block, sphere, cylinder, plane, or a union or intersect of them, got " +
                std::to_string(shapes));
  }
}

// Regions of regions are lists of simple ones.
Codec<RegionDeck> region_codec(bool simple) {
  Record<RegionDeck> record("region");
  record.field("block", &RegionDeck::block, optional(block_codec()), "Between coordinates.")
      .field("sphere", &RegionDeck::sphere, optional(sphere_codec()), "A ball.")
      .field("cylinder", &RegionDeck::cylinder, optional(cylinder_codec()), "A cylinder.")
      .field("plane", &RegionDeck::plane, optional(plane_codec()), "One side of a plane.")
      .field("side", &RegionDeck::outside, choice<bool>({{"in", false}, {"out", true}}),
             "out: everything but this.");
  if (!simple) {
    record
        .field("union", &RegionDeck::any_of, list_of(region_codec(true)),
               "Places in at least one of these.")
        .field("intersect", &RegionDeck::all_of, list_of(region_codec(true)),
               "Places in all of these.");
  }
  return record.check(check_region).codec();
}

Codec<RandomDeck> random_codec() {
  return Record<RandomDeck>("random")
      .required("species", &RandomDeck::species, text(), "Species of the atoms.")
      .field("count", &RandomDeck::count, optional(integer(0)), "How many.")
      .field("density", &RandomDeck::density,
             optional(number(dimension::number_density, Bound::positive)),
             "Atoms per volume of the region, instead of `count`.")
      .field("area_density", &RandomDeck::area_density,
             optional(number({.length = -2}, Bound::positive)),
             "The same in two dimensions: atoms per area.")
      .field("seed", &RandomDeck::seed, seed(), "Seed.")
      .field("attempts", &RandomDeck::attempts, integer(1),
             "Places tried for one atom before the input is called too dense.")
      .check([](const Reader& r, const Node& n, RandomDeck& random) {
        if (random.count.has_value() + random.density.has_value() +
                random.area_density.has_value() !=
            1) {
          r.error(n, "needs one of 'count', 'density' and 'area_density'");
        }
      })
      .codec();
}

void check_create(const Reader& r, const Node& n, CreateDeck& block) {
  if (block.lattice.has_value() == block.random.has_value()) {
    return r.error(n, "needs either 'lattice' or 'random'");
  }
  if (block.lattice && n.find("lattice")->find("repeat") != nullptr &&
      block.lattice->repeat != std::array<std::int64_t, 3>{1, 1, 1}) {
    r.error(*n.find("lattice")->find("repeat"),
            "has no meaning here: the lattice fills the box, or the region of it");
  }
  if (block.random && block.origin) r.error(n, "takes 'origin' only with a lattice");
}

Codec<CreateDeck> create_codec() {
  return Record<CreateDeck>("create")
      .field("lattice", &CreateDeck::lattice, optional(lattice_codec()),
             "Fill the box with a crystal.")
      .field("random", &CreateDeck::random, optional(random_codec()), "Put atoms at random places.")
      .field("region", &CreateDeck::region, optional(region_codec(false)),
             "Only here; Cartesian, not continued across periodic faces. The surface belongs to "
             "the inside.")
      .field("min_distance", &CreateDeck::min_distance,
             number(dimension::length, Bound::non_negative),
             "random: least distance from all other atoms; lattice: leave out atoms nearer than "
             "this to those placed before.")
      .field("origin", &CreateDeck::origin, optional(vector(dimension::length)),
             "lattice: the corner of a cell; default: that of the box.")
      .check(check_create)
      .codec();
}

Codec<BoxDeck> box_codec() {
  return Record<BoxDeck>("box")
      .field("lengths", &BoxDeck::lengths,
             optional(three(number(dimension::length, Bound::positive))),
             "lx, ly, lz of the box that `create` fills, where no lattice or file gives one.")
      .field("tilts", &BoxDeck::tilts, three(number(dimension::length)),
             "xy, xz, yz of this box: edges (lx, 0, 0), (xy, ly, 0), (xz, yz, lz).")
      .field("origin", &BoxDeck::origin, three(number(dimension::length)), "Its lower corner.")
      .field("boundary", &BoxDeck::boundary, optional(three(word({"periodic", "fixed", "shrink"}))),
             "Boundaries along a, b, c: periodic; fixed: faces that no atom may cross; shrink: "
             "faces that follow the atoms. Default: what the file of the atoms says, else "
             "periodic.")
      .check([](const Reader& r, const Node& n, BoxDeck& box) {
        if (box.lengths) return;
        if (box.tilts != BoxDeck{}.tilts || box.origin != BoxDeck{}.origin) {
          r.error(n, "takes 'tilts' and 'origin' only with 'lengths'");
        }
      })
      .codec();
}

void check_flat(const Reader& r, const Node& n, SystemDeck& system) {
  const auto flat = [](const std::optional<LatticeDeck>& lattice) {
    return !lattice || lattice->is_flat();
  };
  bool all_flat = flat(system.lattice);
  for (const CreateDeck& block : system.create) all_flat = all_flat && flat(block.lattice);
  if (!all_flat) {
    r.error(n, "with 'dimensions: 2' takes the lattices sq, sq2 and hex only");
  }
  if (system.replicate[2] != 1) {
    r.error(n, "with 'dimensions: 2' cannot be replicated along c; write replicate: [.., .., 1]");
  }
  if (system.box.tilts[1] != 0 || system.box.tilts[2] != 0) {
    r.error(n, "with 'dimensions: 2' can have no tilts xz and yz");
  }
  if (system.box.boundary && (*system.box.boundary)[2] != "periodic") {
    r.error(n, "with 'dimensions: 2' has nothing along c; write periodic as the last of boundary");
  }
}

void check_system(const Reader& r, const Node& n, SystemDeck& system) {
  const int sources =
      system.lattice.has_value() + system.read.has_value() + system.box.lengths.has_value();
  if (sources > 1 && system.box.lengths) {
    return r.error(n, "takes 'box.lengths' only where no lattice or file gives the box");
  }
  if (sources != 1) {
    return r.error(n, "needs either 'lattice' or 'read', or 'box.lengths' and 'create'");
  }
  if (system.box.lengths && system.create.empty()) {
    return r.error(n, "has a box but no atoms; 'create' puts some there");
  }
  for (const CreateDeck& block : system.create) {
    const bool volume = block.random && block.random->density;
    const bool area = block.random && block.random->area_density;
    if (system.dimensions == 2 ? volume : area) {
      return r.error(n, "takes 'density' in three dimensions and 'area_density' in two");
    }
  }
  if (system.dimensions == 2) check_flat(r, n, system);
}

}  // namespace

Codec<SystemDeck> system_codec() {
  const auto velocities =
      Record<VelocitiesDeck>("velocities")
          .required(
              "temperature", &VelocitiesDeck::temperature,
              number(dimension::temperature, Bound::non_negative),
              "Temperature, met exactly (3N - 3 degrees of freedom; 2N - 2 in two dimensions).")
          .field("seed", &VelocitiesDeck::seed, seed(), "Seed.")
          .field("zero_momentum", &VelocitiesDeck::zero_momentum, boolean(),
                 "Remove the total momentum.")
          .codec();
  return Record<SystemDeck>("system")
      .field("dimensions", &SystemDeck::dimensions, integer(2, 3),
             "2: all atoms stay in one plane; pressures are forces per length, densities per area, "
             "and the temperature counts 2N - 2 degrees of freedom.")
      .field("box", &SystemDeck::box, box_codec(), "Boundaries, and the box that `create` fills.")
      .field("lattice", &SystemDeck::lattice, optional(lattice_codec()), "Make a crystal.")
      .field("read", &SystemDeck::read, optional(read_codec()), "Read the atoms from a file.")
      .field("create", &SystemDeck::create, list_of(create_codec(), true),
             "Add atoms to the box, block by block.")
      .field("velocities", &SystemDeck::velocities, optional(velocities),
             "Draw velocities; default: those of the file, else zero.")
      .field("replicate", &SystemDeck::replicate, three(integer(1)),
             "Copies of the whole system along a, b, c.")
      .check(check_system)
      .codec();
}

}  // namespace alder::schema
