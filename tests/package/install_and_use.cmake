# Script of the package test: install, configure the consumer, build it, run it; any failure ends it.
set(prefix ${work_dir}/prefix)
set(consumer_build ${work_dir}/consumer)
file(REMOVE_RECURSE ${prefix} ${consumer_build})

execute_process(COMMAND ${CMAKE_COMMAND} --install ${build_dir} --prefix ${prefix}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${consumer_dir} -B ${consumer_build} -G ${generator}
    -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_BUILD_TYPE=Release
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${consumer_build} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${consumer_build}/consumer COMMAND_ERROR_IS_FATAL ANY)
