#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with.
namespace tc::engine::service_level {

inline constexpr std::array k_messages = {
    Message{"service_level.calendar_invalid", "服务日历的班次无效",
            "A shift of the service calendar is invalid"},
    Message{"service_level.calendar_has_base", "服务日历须先与基准日历合并",
            "The service calendar must be merged with its base first"},
    Message{"service_level.no_service_time", "服务日历在范围内没有服务时间",
            "The service calendar has no service time in its range"},
    Message{"service_level.horizon_invalid", "日期范围须为 1 至 {limit} 天",
            "The range must be 1 to {limit} days"},
    Message{"service_level.zone_invalid", "时区的变换须按时间排列",
            "Changes of the time zone must be in order"},
    Message{"service_level.outside_horizon", "时刻超出服务日历的范围",
            "The moment lies outside the range of the service calendar"},
    Message{"service_level.pause_invalid", "暂停须按时间排列且不重叠",
            "Pauses must be in order and must not overlap"},
    Message{"service_level.load_invalid", "话务量与坐席数须为正且在范围内",
            "Load and agents must be positive and in range"},
    Message{"service_level.unstable", "坐席不多于话务量，队列无限增长",
            "There are no more agents than load: the queue grows without end"},
};

}  // namespace tc::engine::service_level
