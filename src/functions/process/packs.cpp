#include <array>

#include "functions/process/process.h"

namespace tc::functions::process {
namespace {

// PMBOK 8 by its five focus areas; also what a family without a pack of its own begins with.
constexpr std::array k_standard = {
    PackItem{"initiating", {"项目章程已批准", "Charter approved"}},
    PackItem{"initiating", {"利益相关者已识别", "Stakeholders identified"}},
    PackItem{"initiating", {"商业论证", "Business case"}, false, true, "standard full"},
    PackItem{"initiating", {"启动关口", "Initiation gate"}, true},
    PackItem{"planning", {"范围说明书与 WBS", "Scope statement and WBS"}},
    PackItem{"planning", {"进度基准", "Schedule baseline"}},
    PackItem{"planning", {"预算基准", "Cost baseline"}, false, true, "standard full"},
    PackItem{"planning", {"风险登记册", "Risk register"}},
    PackItem{"planning", {"沟通计划", "Communication plan"}, false, true, "standard full"},
    PackItem{"planning", {"质量计划", "Quality plan"}, false, true, "full"},
    PackItem{"planning", {"规划关口", "Planning gate"}, true},
    PackItem{"executing", {"月度状态报告", "Monthly status report"}},
    PackItem{"executing", {"变更受控", "Changes under control"}},
    PackItem{"executing", {"检验与试验计划执行", "Inspections carried out"}, false, true, "full"},
    PackItem{"executing", {"执行关口", "Execution gate"}, true, true, "standard full"},
    PackItem{"monitoring", {"挣值分析", "Earned value analysis"}, false, true, "full"},
    PackItem{"monitoring", {"风险复审", "Risk review"}},
    PackItem{"closing", {"交付物已验收", "Deliverables accepted"}},
    PackItem{"closing", {"经验教训已归档", "Lessons archived"}},
    PackItem{"closing", {"收尾关口", "Closing gate"}, true},
};

// IPD: concept, plan, develop, verify, launch, with technical reviews and decision points.
constexpr std::array k_ipd = {
    PackItem{"initiating", {"概念阶段：产品包需求", "Concept: offering requirements"}},
    PackItem{"initiating", {"TR1 产品需求和概念技术评审", "TR1 concept review"}, true},
    PackItem{"initiating", {"CDCP 概念决策评审", "Concept decision checkpoint"}, true},
    PackItem{"planning", {"计划阶段：产品架构与规格", "Plan: architecture and specification"}},
    PackItem{"planning",
             {"TR2 需求分解和规格评审", "TR2 specification review"},
             true,
             true,
             "standard full"},
    PackItem{
        "planning", {"TR3 总体方案评审", "TR3 architecture review"}, true, true, "standard full"},
    PackItem{"planning", {"PDCP 计划决策评审", "Plan decision checkpoint"}, true},
    PackItem{"executing", {"开发阶段：详细设计与实现", "Develop: design and build"}},
    PackItem{"executing", {"TR4 模块评审", "TR4 building block review"}, true, true, "full"},
    PackItem{"executing", {"TR5 样机评审", "TR5 prototype review"}, true},
    PackItem{"monitoring", {"验证阶段：小批量验证", "Verify: pilot batch"}},
    PackItem{"monitoring", {"TR6 量产评审", "TR6 production readiness review"}, true},
    PackItem{"monitoring", {"ADCP 可获得性决策评审", "Availability decision checkpoint"}, true},
    PackItem{"closing", {"发布阶段：上市与移交", "Launch: release and hand over"}},
    PackItem{"closing", {"经验教训已归档", "Lessons archived"}},
};

constexpr std::array k_prince2 = {
    PackItem{"initiating", {"项目任务书", "Project mandate"}},
    PackItem{"initiating", {"项目概述", "Project brief"}},
    PackItem{"initiating", {"项目启动文件 PID", "Project initiation documentation"}},
    PackItem{"initiating", {"项目授权", "Authorise the project"}, true},
    PackItem{"planning", {"阶段计划", "Stage plan"}},
    PackItem{"planning", {"产品描述", "Product descriptions"}, false, true, "standard full"},
    PackItem{"planning", {"阶段授权", "Authorise a stage"}, true},
    PackItem{"executing", {"工作包", "Work packages"}},
    PackItem{"executing", {"检查点报告", "Checkpoint reports"}, false, true, "standard full"},
    PackItem{"monitoring", {"要点报告", "Highlight reports"}},
    PackItem{"monitoring", {"例外报告与容差", "Exception reports and tolerances"}},
    PackItem{"monitoring", {"阶段边界评审", "Stage boundary"}, true},
    PackItem{"closing", {"收益评审计划", "Benefits review plan"}, false, true, "standard full"},
    PackItem{"closing", {"项目收尾授权", "Authorise closure"}, true},
};

constexpr std::array k_scrum = {
    PackItem{"initiating", {"产品愿景", "Product vision"}},
    PackItem{"initiating", {"产品待办列表", "Product backlog"}},
    PackItem{"planning", {"完成的定义", "Definition of done"}},
    PackItem{"planning", {"发布计划", "Release plan"}, false, true, "standard full"},
    PackItem{"executing", {"迭代待办列表", "Sprint backlog"}},
    PackItem{"monitoring", {"迭代评审", "Sprint review"}},
    PackItem{"monitoring", {"迭代回顾", "Sprint retrospective"}},
    PackItem{"closing", {"发布评审", "Release review"}, true},
};

// ISO 21502:2020 clause 6: the practices of each stretch of a project, benefits after its end.
constexpr std::array k_iso21502 = {
    PackItem{"initiating", {"项目前期：商业论证与授权", "Pre-project: business case and mandate"}},
    PackItem{"initiating", {"治理框架与角色", "Governance and roles"}},
    PackItem{
        "initiating", {"发起人监督安排", "Oversight by the sponsor"}, false, true, "standard full"},
    PackItem{"initiating", {"启动授权", "Authorisation to initiate"}, true},
    PackItem{"planning", {"项目管理计划", "Project management plan"}},
    PackItem{"planning", {"收益识别与计划", "Benefits identified and planned"}},
    PackItem{"planning",
             {"组织与社会变革计划", "Organisational change plan"},
             false,
             true,
             "standard full"},
    PackItem{"planning", {"交付授权", "Authorisation to deliver"}, true},
    PackItem{"executing", {"工作包交付", "Work packages delivered"}},
    PackItem{"executing", {"阶段授权", "Authorisation of the phase"}, true, true, "standard full"},
    PackItem{"monitoring", {"绩效报告", "Performance reports"}},
    PackItem{"monitoring", {"风险、问题与变更受控", "Risks, issues and changes under control"}},
    PackItem{"closing", {"验收与移交", "Acceptance and handover"}},
    PackItem{"closing", {"经验教训", "Lessons learned"}},
    PackItem{"closing", {"收尾授权", "Authorisation to close"}, true},
    PackItem{"closing",
             {"项目后收益评价", "Benefits evaluated after the project"},
             false,
             true,
             "standard full"},
};

constexpr std::array k_waterfall = {
    PackItem{"initiating", {"需求规格说明", "Requirements specification"}},
    PackItem{"initiating", {"需求评审", "Requirements review"}, true},
    PackItem{"planning", {"概要设计", "High-level design"}},
    PackItem{"planning", {"详细设计", "Detailed design"}, false, true, "standard full"},
    PackItem{"planning", {"设计评审", "Design review"}, true},
    PackItem{"executing", {"实现", "Implementation"}},
    PackItem{"executing", {"单元测试报告", "Unit test report"}, false, true, "standard full"},
    PackItem{"monitoring", {"系统测试报告", "System test report"}},
    PackItem{"monitoring", {"测试评审", "Test review"}, true},
    PackItem{"closing", {"部署与运维手册", "Deployment and operation manual"}},
    PackItem{"closing", {"验收评审", "Acceptance review"}, true},
};

// Plan-driven outside, iterative inside.
constexpr std::array k_hybrid = {
    PackItem{"initiating", {"项目章程已批准", "Charter approved"}},
    PackItem{"initiating", {"产品愿景", "Product vision"}},
    PackItem{"initiating", {"启动关口", "Initiation gate"}, true},
    PackItem{"planning", {"里程碑与发布计划", "Milestones and release plan"}},
    PackItem{"planning", {"产品待办列表", "Product backlog"}},
    PackItem{"planning", {"预算基准", "Cost baseline"}, false, true, "standard full"},
    PackItem{"planning", {"规划关口", "Planning gate"}, true},
    PackItem{"executing", {"迭代增量已演示", "Increments demonstrated"}},
    PackItem{"monitoring", {"迭代回顾", "Sprint retrospective"}},
    PackItem{"monitoring", {"月度状态报告", "Monthly status report"}, false, true, "standard full"},
    PackItem{"monitoring", {"发布评审", "Release review"}, true},
    PackItem{"closing", {"交付物已验收", "Deliverables accepted"}},
    PackItem{"closing", {"收尾关口", "Closing gate"}, true},
};

}  // namespace

std::span<const PackItem> pack_of(std::string_view family) {
  if (family == "iso21502") return k_iso21502;
  if (family == "waterfall") return k_waterfall;
  if (family == "hybrid") return k_hybrid;
  if (family == "ipd") return k_ipd;
  if (family == "prince2") return k_prince2;
  if (family == "scrum") return k_scrum;
  return k_standard;
}

}  // namespace tc::functions::process
