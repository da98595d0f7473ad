// What the supervisor and the runner share: the form of a record, and the calls that Swift lacks.
#ifndef CSUPERVISOR_H
#define CSUPERVISOR_H

#include "processes.h"
#include "records.h"

#endif
