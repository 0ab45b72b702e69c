# Runs failing_job on three ranks: all must end with exit code 3 within 20 seconds, and the last message of the failing rank must be printed.
execute_process(COMMAND ${MPIEXEC} -n 3 ${PROGRAM} ${WAY}
                TIMEOUT 20 RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT result EQUAL 3)
  message(FATAL_ERROR "the job ended with '${result}', not with 3:\n${said}")
endif()
if(NOT said MATCHES "rank 1 fails")
  message(FATAL_ERROR "the failing rank's message is lost:\n${said}")
endif()
if(said MATCHES "still here")
  message(FATAL_ERROR "a rank continued after another one had failed:\n${said}")
endif()
