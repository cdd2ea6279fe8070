// catalogue(): what is known about the events.
#include "ntlmscan/catalogue.hpp"

#include <pybind11/stl.h>

#include "topics.hpp"

namespace ntlmscan::python {
namespace {

std::vector<EventInfo> entries(std::optional<std::uint16_t> id) {
  return id ? explain_events(*id) : explain_all_events();
}

std::optional<std::string_view> text_or_none(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

void init_catalogue(py::module_& module) {
  py::class_<FieldInfo>(module, "CatalogueField", "One value that an event records.")
      .def_readonly("name", &FieldInfo::name, "As recorded, or a name of ours where values carry none.")
      .def_readonly("type", &FieldInfo::type, "As the manifest names it; ? where none was read.")
      .def_readonly("column", &FieldInfo::column, "Of table events, or extra.")
      .def_readonly("meaning", &FieldInfo::meaning, "One line; may be empty.")
      .def_readonly("first_version", &FieldInfo::first_version, "Of the event, that has it.")
      .def_readonly("last_version", &FieldInfo::last_version, "Of the versions known.");
  py::class_<EventInfo>(module, "CatalogueEntry", "One event, all its versions together.")
      .def_readonly("provider", &EventInfo::provider, "Who writes it.")
      .def_readonly("event_id", &EventInfo::id, "Its number.")
      .def_readonly("versions", &EventInfo::versions, "Ascending.")
      .def_readonly("event", &EventInfo::symbol, "Its symbolic name, as in column event.")
      .def_readonly("title", &EventInfo::title, "What it says, one line.")
      .def_readonly("event_group", &EventInfo::group, "As in that column, or how it is found.")
      .def_property_readonly(
          "vantage", [](const EventInfo& info) { return text_or_none(info.vantage); }, "As in that column, or None.")
      .def_readonly("outcome", &EventInfo::outcome, "As in that column, or how it is found.")
      .def_readonly("confidence", &EventInfo::confidence, "Where the list of fields comes from.")
      .def_readonly("cannot_say", &EventInfo::cannot_say, "What people read into it and it does not hold.")
      .def_readonly("written_by", &EventInfo::written_by, "Which setting makes Windows write it.")
      .def_property_readonly(
          "twin", [](const EventInfo& info) { return info.twin == 0 ? std::nullopt : std::optional(info.twin); },
          "Its partner of audit and block, or of information and warning; None for none.")
      .def_readonly("weakness", &EventInfo::weakness, "A warning about weak NTLM, not a block.")
      .def_readonly("fields", &EventInfo::fields, "Of the newest version, then those that only older ones have.")
      .def("__repr__",
           [](const EventInfo& info) {
             return "<ntlmscan.CatalogueEntry " + std::to_string(info.id) + " " + std::string(info.symbol) + ">";
           })
      .def("_repr_html_", [](const py::object& self) {
        return py::module_::import("ntlmscan._html").attr("entry_html")(self).cast<std::string>();
      });
  module.def("catalogue", &entries, py::arg("event_id"));
}

}  // namespace ntlmscan::python
