#include "api/interfaces.h"
