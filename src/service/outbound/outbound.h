#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "kernel/kernel.h"
#include "service/outbound/post.h"

/// What leaves the program by itself: mail to people, events to other programs, news to the rooms
/// of DingTalk, WeCom and Feishu.
namespace tc::service::outbound {

extern const kernel::Function k_outbound;

/// Brings the waiting deliveries of all nodes out, each at least once (trust R-17).
class Sender {
 public:
  /// `keys`: the folder with passwords and signing secrets, outside the database.
  Sender(kernel::Kernel& kernel, Post& post, std::string keys);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  /// Tries everything that is due now; how many were brought out.
  int step();
  /// Steps once a second on a thread of its own.
  void start();
  void stop();

 private:
  void send(const kernel::Row& delivery);
  [[nodiscard]] bool stopping();
  [[nodiscard]] Status post(const kernel::Row& channel, const kernel::Row& delivery);
  [[nodiscard]] Result<std::string> key_of(const kernel::Row& channel) const;
  [[nodiscard]] Status record(std::string_view step, const kernel::Row& delivery, Json set);

  kernel::Kernel& kernel_;
  Post& post_;
  std::string keys_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tc::service::outbound
