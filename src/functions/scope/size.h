#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// The size of what is asked for, in function points (IFPUG CPM 4.3, ISO/IEC 20926).
namespace tc::functions::scope {

inline constexpr std::array k_component_kinds = {
    kernel::Choice{"external_input", {"外部输入 EI", "External input"}},
    kernel::Choice{"external_output", {"外部输出 EO", "External output"}},
    kernel::Choice{"external_inquiry", {"外部查询 EQ", "External inquiry"}},
    kernel::Choice{"internal_file", {"内部逻辑文件 ILF", "Internal logical file"}},
    kernel::Choice{"interface_file", {"外部接口文件 EIF", "External interface file"}},
};
inline constexpr std::array k_complexities = {
    kernel::Choice{"low", {"低", "Low"}},
    kernel::Choice{"average", {"中", "Average"}},
    kernel::Choice{"high", {"高", "High"}},
};
inline constexpr std::array k_component_fields = {
    kernel::field::title({"功能组件", "Component"}),
    kernel::field::link("requirement", {"需求", "Requirement"}, "requirement",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::choice("kind", {"类型", "Kind"}, k_component_kinds,
                          kernel::field::k_required | kernel::field::k_listed),
    kernel::field::integer("data_elements", {"数据元素 DET", "Data elements"}, {1, 100'000},
                           kernel::field::k_required | kernel::field::k_listed),
    kernel::field::integer("references", {"引用文件或记录元素 FTR/RET", "Files or record elements"},
                           {0, 10'000}, kernel::field::k_required | kernel::field::k_listed),
    kernel::field::choice("complexity", {"复杂度", "Complexity"}, k_complexities,
                          kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::integer("points", {"功能点", "Function points"}, {},
                           kernel::field::k_computed | kernel::field::k_listed),
};
/// Complexity and points of one component by the tables of the method.
void derive_component(kernel::Row& row, const kernel::Row*, kernel::Reader&);

/// The points of all components of a requirement; nothing where it has none.
[[nodiscard]] std::optional<std::int64_t> points_of(kernel::Reader& reader, Id requirement);

inline constexpr std::array k_size_columns = {
    kernel::field::choice("kind", {"类型", "Kind"}, k_component_kinds),
    kernel::field::integer("components", {"组件数", "Components"}, {}),
    kernel::field::integer("points", {"功能点", "Function points"}, {}),
    kernel::field::percent("share", {"占比", "Share"}),
};
[[nodiscard]] Result<kernel::ReportTable> size(const kernel::ReportInput& input);

}  // namespace tc::functions::scope
